// Writing a report: all of its files or none. They are made in a folder beside their places and renamed at the end;
// two runs at once take turns at that, so that files of one never stand beside files of the other. A run killed before
// the renames leaves a hidden folder, which the next run removes; one killed among them has left a mark, by which the
// next run finishes what was begun.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::report {

// While one lives, an interruption waits: for the moments in which files change places.
class Uninterrupted {
 public:
  Uninterrupted();
  ~Uninterrupted();
  Uninterrupted(const Uninterrupted&) = delete;
  Uninterrupted& operator=(const Uninterrupted&) = delete;
};

// Removes what unfinished outputs left, then leaves the process. Called by the thread that waits for signals.
[[noreturn]] void abandon_outputs_and_exit(int exit_code);

// Whether a run is at work in the folder, or was killed there and left something to be cleared away.
bool has_unfinished_output(const std::string& folder);

// Files on their way into a folder. Destroyed before publish(), it leaves nothing behind.
class StagedOutput {
 public:
  // Makes the folder. Throws Error(ExitCode::output): not writable, a file in its place.
  explicit StagedOutput(std::string folder);
  ~StagedOutput();
  StagedOutput(const StagedOutput&) = delete;
  StagedOutput& operator=(const StagedOutput&) = delete;

  // `name` is relative to the folder and may hold one subfolder: "x_files/figure-1.svg".
  void add(const std::string& name, std::string_view content);

  // Holding the folder for this process, asks `last` for further files (name -> content) and for names to remove,
  // having seen what is there, then renames everything into its place. A failure puts back what had been replaced.
  struct Last {
    std::map<std::string, std::string> files;
    std::vector<std::string> removed;
  };
  void publish(const std::function<Last()>& last);

  const std::string& folder() const { return folder_; }

 private:
  std::string staged(const std::string& name) const;  // the path it waits at
  void as_if_in_place(const std::function<void()>& write, const std::string& name) const;
  void flush();
  void replace(const std::string& name);
  void put_back();

  std::string folder_;
  std::string stage_;
  int held_ = -1;  // the stage, locked: whose lock is free has lost its process
  bool made_folder_ = false;
  std::vector<std::string> names_;  // staged, in order
  struct Replaced {
    std::string name;
    bool had_backup;
  };
  std::vector<Replaced> replaced_;
};

}  // namespace hallmark::report

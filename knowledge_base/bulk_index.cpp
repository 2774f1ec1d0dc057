#include "knowledge_base/bulk_index.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <future>
#include <thread>

#include "base/files.h"

namespace hallmark::knowledge {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t part_size = 250;      // documents; fewer are quicker to write, and slower to search once merged
constexpr std::size_t merged_at_once = 50;  // databases; each keeps four files open

// Calls work(0) … work(tasks - 1), as many at a time as there are processors.
void in_parallel(std::size_t tasks, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  std::vector<std::future<void>> threads;
  for (std::size_t i = std::min<std::size_t>(tasks, std::max(1U, std::thread::hardware_concurrency())); i > 0; --i)
    threads.push_back(std::async(std::launch::async, [&] {
      for (std::size_t task; (task = next++) < tasks;) work(task);
    }));
  for (std::future<void>& thread : threads) thread.get();
}

void merge(const std::vector<std::string>& parts, const std::string& into) {
  Xapian::Database all;
  for (const std::string& part : parts) all.add_database(Xapian::Database(part));
  all.compact(into);
  all.close();
  for (const std::string& part : parts) fs::remove_all(part);
}

// The names of `count` databases of one round.
std::vector<std::string> names_of(const std::string& folder, char round, std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) names.push_back(join_path(folder, round + std::to_string(i)));
  return names;
}

std::size_t parts_of(std::size_t whole, std::size_t size) {
  return std::max<std::size_t>(1, (whole + size - 1) / size);
}

}  // namespace

std::vector<Xapian::termcount> write_database(
    const std::string& folder, std::size_t count,
    const std::function<Xapian::Document(DocumentMaker&, std::size_t)>& make) {
  const std::string parts_folder = folder + "-parts";
  fs::create_directory(parts_folder);
  char round = 'a';
  std::vector<Xapian::termcount> lengths(count);
  std::vector<std::string> parts = names_of(parts_folder, round, parts_of(count, part_size));
  in_parallel(parts.size(), [&](std::size_t part) {
    Xapian::WritableDatabase database(parts[part], Xapian::DB_CREATE | unpublished);
    DocumentMaker maker;
    for (std::size_t i = part * part_size; i < std::min(count, (part + 1) * part_size); ++i)
      lengths[i] = database.get_doclength(database.add_document(make(maker, i)));
    database.commit();
  });
  while (parts.size() > merged_at_once) {
    const std::vector<std::string> merged = names_of(parts_folder, ++round, parts_of(parts.size(), merged_at_once));
    in_parallel(merged.size(), [&](std::size_t i) {
      const auto from = parts.begin() + static_cast<std::ptrdiff_t>(i * merged_at_once);
      const auto left = static_cast<std::size_t>(parts.end() - from);
      merge({from, from + static_cast<std::ptrdiff_t>(std::min(left, merged_at_once))}, merged[i]);
    });
    parts = merged;
  }
  merge(parts, folder);
  fs::remove_all(parts_folder);
  return lengths;
}

}  // namespace hallmark::knowledge

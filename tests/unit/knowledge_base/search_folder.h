// A folder of case studies of its own for one test, with the shipped standard and vocabulary.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "knowledge_base/index.h"
#include "knowledge_base/search.h"
#include "source_dir.h"

namespace hallmark::knowledge {

class SearchFolder {
 public:
  SearchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "hallmark-search-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    std::filesystem::create_directory(folder_ + "/studies");
  }
  ~SearchFolder() { std::filesystem::remove_all(folder_); }
  SearchFolder(const SearchFolder&) = delete;
  SearchFolder& operator=(const SearchFolder&) = delete;

  void write(const std::string& id, const std::string& text) const {
    std::ofstream(folder_ + "/studies/" + id + ".md", std::ios::binary) << text;
  }
  // `front` holds further lines of front matter.
  void study(const std::string& id, const std::string& title, const std::string& body,
             const std::string& front = {}) const {
    write(id, "---\nid: " + id + "\ntitle: " + title + "\n" + front + "---\n" + body + "\n");
  }
  void remove(const std::string& id) const { std::filesystem::remove(folder_ + "/studies/" + id + ".md"); }

  IndexRequest request() const {
    const std::string shipped = source_dir() + "/knowledge_base/";
    return {folder_ + "/studies", shipped + "evidence_standard.yaml", shipped + "vocabulary.yaml", folder_ + "/index"};
  }
  IndexChanges build() const { return build_index(disk(), request()); }
  SearchIndex open(const AreaModel* model = nullptr) const {
    return SearchIndex({{ShardPlace::Kind::folder, request().index}},
                       Synonyms::load(disk(), source_dir() + "/knowledge_base/synonyms.yaml"), model);
  }
  const std::string& path() const { return folder_; }

 private:
  std::string folder_;
};

inline SearchResult found(SearchIndex& index, const std::string& text) {
  SearchRequest request;
  request.text = text;
  request.explain = true;
  return index.search(request);
}

inline std::vector<std::string> ids(const SearchResult& result) {
  std::vector<std::string> all;
  for (const Hit& hit : result.hits) all.push_back(hit.id);
  return all;
}

}  // namespace hallmark::knowledge

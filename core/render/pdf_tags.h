// The structure tree that makes a PDF tagged: which marked content belongs to which heading, cell or figure. It is
// written as text of its own: the library's objects for the cells of a long report would take longer than its pages,
// and its arrays end at 32,767 items.
#pragma once

#include <hpdf.h>

#include <string>
#include <utility>
#include <vector>

#include "render/layout.h"

namespace hallmark::render {

class PdfTags {
 public:
  PdfTags(HPDF_Doc file, const std::vector<Element>& elements);

  const char* type_of(int element) const;  // "TD": the tag of its marked content
  // Content of `element` comes next on the page: its identifier there.
  int add_content(HPDF_Page page, int element);
  // A link's annotation on the page belongs to `element`.
  void add_annotation(HPDF_Page page, int element, HPDF_Annotation annotation);
  // Where a figure stands, in PDF coordinates.
  void set_bounds(int element, HPDF_Rect bounds);

  // Once, after the last page: the tree, its reverse index, language and the mark that says the file is tagged. The
  // file is saved while this object still lives.
  void write(const std::string& language);

 private:
  struct Kid {
    enum class Kind { element, content, annotation } kind;
    int index = 0;  // element, or content identifier
    HPDF_Page page = nullptr;
    HPDF_Annotation annotation = nullptr;
  };
  struct Node {
    bool attached = false;
    HPDF_Dict dict = nullptr;
    std::string text;  // of its dictionary, but for attributes
    HPDF_Rect bounds{};
    std::vector<Kid> kids;
  };
  struct PageContent {
    HPDF_Page page = nullptr;
    std::vector<int> elements;  // by content identifier
  };

  void attach(int element);
  HPDF_Dict new_dict();
  HPDF_Dict new_object(std::string& text);
  HPDF_String new_string(const std::string& text);
  void write_element(int element);
  void write_attributes(int element);
  std::string written(const Kid& kid, HPDF_Page own_page) const;
  HPDF_Page page_of(const Node& node) const;
  void write_parent_tree();

  HPDF_Doc file_;
  const std::vector<Element>& elements_;
  std::vector<Node> nodes_;
  std::vector<PageContent> pages_;
  std::vector<std::pair<HPDF_Annotation, int>> annotations_;
  HPDF_Dict root_ = nullptr;
  std::string parent_tree_;
};

}  // namespace hallmark::render

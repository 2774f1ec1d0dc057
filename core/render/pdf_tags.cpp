#include "render/pdf_tags.h"

#include <algorithm>

#include "base/text.h"

namespace hallmark::render {
namespace {

// The library refuses arrays of 32,768 items: longer ones are cut into groups.
constexpr std::size_t most_kids = 30000;

const char* structure_type(const Element& element) {
  static constexpr const char* headings[] = {"H1", "H2", "H3", "H4", "H5", "H6"};
  switch (element.role) {
    case Role::document:
      return "Document";
    case Role::cover_title:
      return "P";
    case Role::heading:
      return headings[std::clamp(element.level, 1, 6) - 1];
    case Role::paragraph:
      return "P";
    case Role::list:
      return "L";
    case Role::list_item:
      return "LI";
    case Role::label:
      return "Lbl";
    case Role::list_body:
      return "LBody";
    case Role::table:
      return "Table";
    case Role::row:
      return "TR";
    case Role::header_cell:
      return "TH";
    case Role::cell:
      return "TD";
    case Role::figure:
      return "Figure";
    case Role::caption:
      return "Caption";
    case Role::contents:
      return "TOC";
    case Role::contents_item:
      return "TOCI";
    case Role::note:
      return "Note";
    case Role::quote:
      return "BlockQuote";
    case Role::code:
      return "Code";
    case Role::link:
      return "Link";
    case Role::group:
      return "Div";
  }
  return "Span";
}

}  // namespace

PdfTags::PdfTags(HPDF_Doc file, const std::vector<Element>& elements)
    : file_(file), elements_(elements), nodes_(elements.size()) {}

const char* PdfTags::type_of(int element) const {
  return structure_type(elements_[element]);
}

// An element becomes its parent's kid when its first content appears: reading order is the order of the pages.
void PdfTags::attach(int element) {
  if (nodes_[element].attached) return;
  nodes_[element].attached = true;
  const int parent = elements_[element].parent;
  if (parent < 0) return;
  attach(parent);
  nodes_[parent].kids.push_back({Kid::Kind::element, element, nullptr, nullptr});
}

int PdfTags::add_content(HPDF_Page page, int element) {
  attach(element);
  if (pages_.empty() || pages_.back().page != page) pages_.push_back({page, {}});
  const int id = static_cast<int>(pages_.back().elements.size());
  pages_.back().elements.push_back(element);
  nodes_[element].kids.push_back({Kid::Kind::content, id, page, nullptr});
  return id;
}

void PdfTags::add_annotation(HPDF_Page page, int element, HPDF_Annotation annotation) {
  attach(element);
  nodes_[element].kids.push_back({Kid::Kind::annotation, 0, page, annotation});
  annotations_.emplace_back(annotation, element);
}

void PdfTags::set_bounds(int element, HPDF_Rect bounds) {
  nodes_[element].bounds = bounds;
}

// ---- Writing
// ------------------------------------------------------------------------------------------------------------

HPDF_Dict PdfTags::new_dict() {
  return HPDF_Dict_New(file_->mmgr);
}

HPDF_String PdfTags::new_string(const std::string& text) {
  return HPDF_String_New(file_->mmgr, text.c_str(), HPDF_GetEncoder(file_, "UTF-8"));
}

void PdfTags::write(const std::string& language) {
  attach(0);
  for (Node& node : nodes_) {
    if (!node.attached) continue;
    node.dict = new_dict();
    HPDF_Xref_Add(file_->xref, node.dict);
  }
  HPDF_Dict root = new_dict();
  HPDF_Xref_Add(file_->xref, root);
  HPDF_Dict_AddName(root, "Type", "StructTreeRoot");
  HPDF_Dict_Add(root, "K", nodes_[0].dict);
  HPDF_Dict_Add(nodes_[0].dict, "P", root);
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (nodes_[i].attached) write_element(static_cast<int>(i));
  write_parent_tree(root);

  HPDF_Dict_Add(file_->catalog, "StructTreeRoot", root);
  HPDF_Dict marked = new_dict();
  HPDF_Dict_Add(file_->catalog, "MarkInfo", marked);
  HPDF_Dict_AddBoolean(marked, "Marked", HPDF_TRUE);
  HPDF_Dict_Add(file_->catalog, "Lang", new_string(language));
}

HPDF_Page PdfTags::page_of(const Node& node) const {
  for (const Kid& kid : node.kids)
    if (kid.page) return kid.page;
  return nullptr;
}

void PdfTags::write_element(int element) {
  const Node& node = nodes_[element];
  HPDF_Dict_AddName(node.dict, "S", type_of(element));
  if (elements_[element].parent >= 0) HPDF_Dict_Add(node.dict, "P", nodes_[elements_[element].parent].dict);
  if (HPDF_Page page = page_of(node)) HPDF_Dict_Add(node.dict, "Pg", page);
  write_attributes(element);
  write_kids(element);
}

void PdfTags::write_attributes(int element) {
  const Element& described = elements_[element];
  HPDF_Dict dict = nodes_[element].dict;
  const auto attributes = [&](const char* owner) {
    HPDF_Dict result = new_dict();
    HPDF_Dict_Add(dict, "A", result);
    HPDF_Dict_AddName(result, "O", owner);
    return result;
  };
  if (described.role == Role::header_cell) {
    HPDF_Dict_AddName(attributes("Table"), "Scope", described.heads_row ? "Row" : "Column");
  } else if (described.role == Role::note) {
    HPDF_Dict_Add(dict, "ID", HPDF_String_New(file_->mmgr, fmt::format("note{}", element).c_str(), nullptr));
  } else if (described.role == Role::figure) {
    HPDF_Dict_Add(dict, "Alt", new_string(described.alternative));
    HPDF_Dict layout = attributes("Layout");
    HPDF_Dict_AddName(layout, "Placement", "Block");
    HPDF_Array box = HPDF_Array_New(file_->mmgr);
    HPDF_Dict_Add(layout, "BBox", box);
    const HPDF_Rect& bounds = nodes_[element].bounds;
    for (const HPDF_REAL side : {bounds.left, bounds.bottom, bounds.right, bounds.top}) HPDF_Array_AddReal(box, side);
  }
}

void PdfTags::add_kid(HPDF_Array kids, const Kid& kid, HPDF_Page own_page) {
  if (kid.kind == Kid::Kind::element) {
    HPDF_Array_Add(kids, nodes_[kid.index].dict);
    return;
  }
  if (kid.kind == Kid::Kind::content && kid.page == own_page) {
    HPDF_Array_AddNumber(kids, kid.index);
    return;
  }
  HPDF_Dict reference = new_dict();
  HPDF_Array_Add(kids, reference);
  HPDF_Dict_AddName(reference, "Type", kid.kind == Kid::Kind::content ? "MCR" : "OBJR");
  HPDF_Dict_Add(reference, "Pg", kid.page);
  if (kid.kind == Kid::Kind::content) {
    HPDF_Dict_AddNumber(reference, "MCID", kid.index);
  } else {
    HPDF_Dict_Add(reference, "Obj", kid.annotation);
  }
}

void PdfTags::write_kids(int element) {
  const Node& node = nodes_[element];
  const HPDF_Page page = page_of(node);
  if (node.kids.size() == 1 && node.kids[0].kind == Kid::Kind::content) {
    HPDF_Dict_AddNumber(node.dict, "K", node.kids[0].index);
    return;
  }
  HPDF_Array kids = HPDF_Array_New(file_->mmgr);
  HPDF_Dict_Add(node.dict, "K", kids);
  if (node.kids.size() <= most_kids) {
    for (const Kid& kid : node.kids) add_kid(kids, kid, page);
    return;
  }
  for (std::size_t first = 0; first < node.kids.size(); first += most_kids) {
    HPDF_Dict group = new_dict();
    HPDF_Xref_Add(file_->xref, group);
    HPDF_Array_Add(kids, group);
    HPDF_Dict_AddName(group, "S", elements_[element].role == Role::table ? "TBody" : "Div");
    HPDF_Dict_Add(group, "P", node.dict);
    HPDF_Array members = HPDF_Array_New(file_->mmgr);
    HPDF_Dict_Add(group, "K", members);
    for (std::size_t i = first; i < std::min(first + most_kids, node.kids.size()); ++i) {
      add_kid(members, node.kids[i], nullptr);
      if (node.kids[i].kind == Kid::Kind::element) {
        HPDF_Dict kid = nodes_[node.kids[i].index].dict;
        HPDF_Dict_RemoveElement(kid, "P");
        HPDF_Dict_Add(kid, "P", group);
      }
    }
  }
}

// From content back to elements: an entry for every page, then one for every annotation.
void PdfTags::write_parent_tree(HPDF_Dict root) {
  HPDF_Dict tree = new_dict();
  HPDF_Xref_Add(file_->xref, tree);
  HPDF_Dict_Add(root, "ParentTree", tree);
  HPDF_Array numbers = HPDF_Array_New(file_->mmgr);
  HPDF_Dict_Add(tree, "Nums", numbers);
  int key = 0;
  for (const PageContent& content : pages_) {
    HPDF_Dict_AddNumber(content.page, "StructParents", key);
    HPDF_Dict_AddName(content.page, "Tabs", "S");
    HPDF_Array_AddNumber(numbers, key++);
    HPDF_Array owners = HPDF_Array_New(file_->mmgr);
    HPDF_Array_Add(numbers, owners);
    for (const int element : content.elements) HPDF_Array_Add(owners, nodes_[element].dict);
  }
  for (const auto& [annotation, element] : annotations_) {
    HPDF_Dict_AddNumber(annotation, "StructParent", key);
    HPDF_Array_AddNumber(numbers, key++);
    HPDF_Array_Add(numbers, nodes_[element].dict);
  }
  HPDF_Dict_AddNumber(root, "ParentTreeNextKey", key);
}

}  // namespace hallmark::render

#include "render/pdf_tags.h"

#include <algorithm>

#include "base/text.h"

namespace hallmark::render {
namespace {

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

std::string reference(HPDF_Dict object) {
  constexpr HPDF_UINT32 number = 0x00FFFFFF;  // what is not flags
  return std::to_string(object->header.obj_id & number) + " 0 R";
}

HPDF_STATUS write_text(HPDF_Dict dict, HPDF_Stream out) {
  const std::string& text = *static_cast<const std::string*>(dict->attr);
  return HPDF_Stream_Write(out, reinterpret_cast<const HPDF_BYTE*>(text.data()), static_cast<HPDF_UINT>(text.size()));
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

HPDF_Dict PdfTags::new_object(std::string& text) {
  HPDF_Dict dict = new_dict();
  HPDF_Xref_Add(file_->xref, dict);
  dict->attr = &text;
  dict->write_fn = write_text;
  return dict;
}

void PdfTags::write(const std::string& language) {
  attach(0);
  for (Node& node : nodes_)
    if (node.attached) node.dict = new_object(node.text);
  root_ = new_dict();
  HPDF_Xref_Add(file_->xref, root_);
  HPDF_Dict_AddName(root_, "Type", "StructTreeRoot");
  HPDF_Dict_Add(root_, "K", nodes_[0].dict);
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (nodes_[i].attached) write_element(static_cast<int>(i));
  write_parent_tree();

  HPDF_Dict_Add(file_->catalog, "StructTreeRoot", root_);
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
  Node& node = nodes_[element];
  const int parent = elements_[element].parent;
  const auto entry = [&](std::string_view key, const std::string& value) { ((node.text += key) += value) += '\n'; };
  entry("/S /", type_of(element));
  entry("/P ", reference(parent < 0 ? root_ : nodes_[parent].dict));
  const HPDF_Page page = page_of(node);
  if (page) entry("/Pg ", reference(page));
  write_attributes(element);
  if (node.kids.size() == 1 && node.kids[0].kind == Kid::Kind::content)
    return entry("/K ", std::to_string(node.kids[0].index));
  node.text += "/K [ ";
  for (const Kid& kid : node.kids) node.text += written(kid, page) + ' ';
  node.text += "]\n";
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

std::string PdfTags::written(const Kid& kid, HPDF_Page own_page) const {
  if (kid.kind == Kid::Kind::element) return reference(nodes_[kid.index].dict);
  if (kid.kind == Kid::Kind::annotation)
    return fmt::format("<< /Type /OBJR /Pg {} /Obj {} >>", reference(kid.page), reference(kid.annotation));
  if (kid.page == own_page) return std::to_string(kid.index);
  return fmt::format("<< /Type /MCR /Pg {} /MCID {} >>", reference(kid.page), kid.index);
}

// From content back to elements: an entry for every page, then one for every annotation.
void PdfTags::write_parent_tree() {
  parent_tree_ = "/Nums [ ";
  int key = 0;
  for (const PageContent& content : pages_) {
    HPDF_Dict_AddNumber(content.page, "StructParents", key);
    HPDF_Dict_AddName(content.page, "Tabs", "S");
    parent_tree_ += fmt::format("{} [ ", key++);
    for (const int element : content.elements) parent_tree_ += reference(nodes_[element].dict) + ' ';
    parent_tree_ += "] ";
  }
  for (const auto& [annotation, element] : annotations_) {
    HPDF_Dict_AddNumber(annotation, "StructParent", key);
    parent_tree_ += fmt::format("{} {} ", key++, reference(nodes_[element].dict));
  }
  parent_tree_ += "]\n";
  HPDF_Dict_Add(root_, "ParentTree", new_object(parent_tree_));
  HPDF_Dict_AddNumber(root_, "ParentTreeNextKey", key);
}

}  // namespace hallmark::render

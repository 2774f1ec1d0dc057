#include "render/pdf.h"

#include <hpdf.h>

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

#include "base/text.h"
#include "chart/draw.h"
#include "render/layout.h"
#include "render/pdf_canvas.h"
#include "render/pdf_content.h"
#include "render/pdf_fonts.h"
#include "render/pdf_metadata.h"
#include "render/pdf_tags.h"

namespace hallmark::render {
namespace {

constexpr double label_size = 8.2;                // of a chart's labels on paper, in points
constexpr std::size_t most_destinations = 15000;  // the library's arrays end at 32,767 items, two for each

[[noreturn]] void raise(HPDF_STATUS error, HPDF_STATUS detail, void*) {
  throw Error(ExitCode::internal,
              fmt::format("The PDF could not be written: libharu error 0x{:04X}, detail {}.", error, detail));
}

struct FileFree {
  void operator()(HPDF_Doc file) const { HPDF_Free(file); }
};
using File = std::unique_ptr<_HPDF_Doc_Rec, FileFree>;

LogoShape logo_shape(const Logo& logo) {
  if (logo.png.empty()) return {};
  return {static_cast<double>(logo.width), static_cast<double>(logo.height), logo.alt};
}

class PdfWriter {
 public:
  PdfWriter(const Document& document, const PdfOptions& options)
      : document_(document), options_(options), file_(HPDF_New(raise, nullptr)), fonts_(file_.get(), options_) {
    if (!file_) throw Error(ExitCode::internal, "The PDF could not be written: out of memory.");
    if (options_.theme.chart.palette.empty()) options_.theme.chart = chart::house_style(options_.theme.brand);
    if (const std::string& own = document.meta.brand_colour; !own.empty())
      options_.theme.chart = chart::with_brand(options_.theme.chart, own);
    HPDF_UseUTFEncodings(file_.get());
    HPDF_SetCurrentEncoder(file_.get(), "UTF-8");
    HPDF_SetCompressionMode(file_.get(), options.compress ? HPDF_COMP_ALL : HPDF_COMP_NONE);
    file_->pdf_version = HPDF_VER_17;
    scale_ = label_size / options_.theme.chart.text_size;
  }

  std::string write() {
    LayoutOptions wanted{options_.cover, options_.contents, options_.theme.brand, logo_shape(options_.theme.logo), {}};
    wanted.figure_height = [this](const Figure& figure, double width) {
      return chart::natural_height(figure.chart, width / scale_, options_.theme.chart) * scale_;
    };
    layout_ = lay_out(document_, fonts_, wanted);
    for (const Anchor& anchor : layout_.anchors) anchors_.emplace(anchor.name, anchor.place);
    for (std::size_t i = 0; i < layout_.pages.size(); ++i) {
      pages_.push_back(HPDF_AddPage(file_.get()));
      HPDF_Page_SetWidth(pages_.back(), static_cast<HPDF_REAL>(layout_.width));
      HPDF_Page_SetHeight(pages_.back(), static_cast<HPDF_REAL>(layout_.height));
    }
    PdfTags tags(file_.get(), layout_.elements);
    for (std::size_t i = 0; i < pages_.size(); ++i) draw_page(layout_.pages[i], pages_[i], tags);
    fonts_.write();
    tags.write(document_.meta.language);
    write_outline();
    write_destinations();
    HPDF_AddPageLabel(file_.get(), 0, HPDF_PAGE_NUM_STYLE_DECIMAL, 1, nullptr);
    write_metadata(file_.get(), document_.meta);
    return saved();
  }

 private:
  // Consecutive items of one element share a marked-content sequence.
  void draw_page(const Page& page, HPDF_Page sheet, PdfTags& tags) {
    PdfContent content(file_.get(), sheet, fonts_, layout_.height);
    const Item* open = nullptr;
    for (const Item& item : page.items) {
      if (const auto* link = std::get_if<LinkArea>(&item.shape)) {
        add_link(*link, item.element, sheet, tags);
        continue;
      }
      const bool same = open && open->element == item.element &&
                        (item.element != artifact || open->shape.index() == item.shape.index());
      if (!same) {
        if (open) content.end_marked();
        if (item.element == artifact) {
          content.begin_artifact(std::holds_alternative<TextRun>(item.shape));
        } else {
          content.begin_tagged(tags.type_of(item.element), tags.add_content(sheet, item.element));
        }
      }
      open = &item;
      if (const auto* run = std::get_if<TextRun>(&item.shape)) content.text(*run);
      if (const auto* box = std::get_if<Box>(&item.shape)) content.box(*box);
      if (const auto* area = std::get_if<ChartArea>(&item.shape)) draw_chart(*area, item.element, content, tags);
      if (const auto* area = std::get_if<LogoArea>(&item.shape)) draw_logo(*area, item.element, sheet, content, tags);
    }
    if (open) content.end_marked();
    content.finish();
  }

  void draw_chart(const ChartArea& area, int element, PdfContent& content, PdfTags& tags) {
    tags.set_bounds(element, rectangle(area.x, area.y, area.width, area.height));
    PdfCanvas canvas(content, fonts_, area.x, area.y, scale_);
    chart::draw(area.figure->chart, canvas, {area.width / scale_, area.height / scale_}, options_.theme.chart);
  }

  void draw_logo(const LogoArea& area, int element, HPDF_Page sheet, PdfContent& content, PdfTags& tags) {
    const std::string& png = options_.theme.logo.png;
    HPDF_Image image = HPDF_LoadPngImageFromMem(file_.get(), reinterpret_cast<const HPDF_BYTE*>(png.data()),
                                                static_cast<HPDF_UINT>(png.size()));
    tags.set_bounds(element, rectangle(area.x, area.y, area.width, area.height));
    content.image(HPDF_Page_GetXObjectName(sheet, image), area.x, area.y, area.width, area.height);
  }

  HPDF_Rect rectangle(double x, double y, double width, double height) const {
    const auto real = [](double value) { return static_cast<HPDF_REAL>(value); };
    return {real(x), real(layout_.height - y - height), real(x + width), real(layout_.height - y)};
  }

  HPDF_Destination destination(const Place& place) {
    HPDF_Destination target = HPDF_Page_CreateDestination(pages_[place.page]);
    HPDF_Destination_SetFitH(target, static_cast<HPDF_REAL>(layout_.height - std::max(place.y - 12, 0.0)));
    return target;
  }

  void add_link(const LinkArea& link, int element, HPDF_Page sheet, PdfTags& tags) {
    const HPDF_Rect area = rectangle(link.x, link.y, link.width, link.height);
    HPDF_Annotation annotation = nullptr;
    if (link.target.starts_with('#')) {
      const auto anchor = anchors_.find(link.target.substr(1));
      if (anchor == anchors_.end()) return;
      annotation = HPDF_Page_CreateLinkAnnot(sheet, area, destination(anchor->second));
    } else {
      annotation = HPDF_Page_CreateURILinkAnnot(sheet, area, web_address(link.target).c_str());
    }
    HPDF_LinkAnnot_SetBorderStyle(annotation, 0, 0, 0);
    constexpr int printed = 4;
    HPDF_Dict_AddNumber(annotation, "F", printed);
    HPDF_Dict_Add(
        annotation, "Contents",
        HPDF_String_New(file_->mmgr, web_address(link.target).c_str(), HPDF_GetEncoder(file_.get(), "UTF-8")));
    tags.add_annotation(sheet, element, annotation);
  }

  // Only printable ASCII may stand in a URI; everything else is percent-encoded.
  static std::string web_address(const std::string& target) {
    std::string out;
    for (const char c : target) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte > 0x20 && byte < 0x7F)
        out += c;
      else
        out += fmt::format("%{:02X}", byte);
    }
    return out;
  }

  void write_outline() {
    HPDF_Encoder encoder = HPDF_GetEncoder(file_.get(), "UTF-8");
    std::vector<std::pair<int, HPDF_Outline>> open;  // depth and entry, from the top level down
    for (const Bookmark& mark : layout_.bookmarks) {
      while (!open.empty() && open.back().first >= mark.depth) open.pop_back();
      HPDF_Outline entry =
          HPDF_CreateOutline(file_.get(), open.empty() ? nullptr : open.back().second, mark.title.c_str(), encoder);
      HPDF_Outline_SetOpened(entry, mark.depth == 0 ? HPDF_TRUE : HPDF_FALSE);
      HPDF_Outline_SetDestination(entry, destination(mark.place));
      open.emplace_back(mark.depth, entry);
    }
    if (!layout_.bookmarks.empty()) HPDF_SetPageMode(file_.get(), HPDF_PAGE_MODE_USE_OUTLINE);
  }

  // Anchors by name, so that report.pdf#n47 opens at that number.
  void write_destinations() {
    if (anchors_.empty()) return;
    HPDF_Array names = HPDF_Array_New(file_->mmgr);
    std::size_t written = 0;
    for (const auto& [name, place] : anchors_) {
      if (name.empty()) continue;
      if (++written > most_destinations) break;
      HPDF_Array target = HPDF_Array_New(file_->mmgr);
      HPDF_Array_Add(names, HPDF_String_New(file_->mmgr, name.c_str(), nullptr));
      HPDF_Array_Add(names, target);
      HPDF_Array_Add(target, pages_[place.page]);
      HPDF_Array_AddName(target, "FitH");
      HPDF_Array_AddReal(target, static_cast<HPDF_REAL>(layout_.height - std::max(place.y - 12, 0.0)));
    }
    HPDF_Dict all = HPDF_Dict_New(file_->mmgr), tree = HPDF_Dict_New(file_->mmgr);
    HPDF_Dict_Add(file_->catalog, "Names", all);
    HPDF_Dict_Add(all, "Dests", tree);
    HPDF_Dict_Add(tree, "Names", names);
  }

  std::string saved() {
    HPDF_SaveToStream(file_.get());
    HPDF_UINT32 size = HPDF_GetStreamSize(file_.get());
    std::string bytes(size, '\0');
    HPDF_ReadFromStream(file_.get(), reinterpret_cast<HPDF_BYTE*>(bytes.data()), &size);
    bytes.resize(size);
    return bytes;
  }

  const Document& document_;
  PdfOptions options_;
  File file_;
  PdfFonts fonts_;
  Layout layout_;
  double scale_ = 1;
  std::map<std::string, Place> anchors_;
  std::vector<HPDF_Page> pages_;
};

}  // namespace

std::string pdf(const Document& document, const PdfOptions& options) {
  return PdfWriter(document, options).write();
}

}  // namespace hallmark::render

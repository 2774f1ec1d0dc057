#include "render/layout_flow.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace hallmark::render {
namespace {

constexpr double bar_width = 3.2;
constexpr double slack = 0.001;  // sums of heights are not exact

void shift_down(Item& item, double by) {
  std::visit([by](auto& shape) { shape.y += by; }, item.shape);
}

class Stacker {
 public:
  explicit Stacker(Flow flow) : flow_(std::move(flow)), extents_(flow_.frames.size()) {}

  Stacked run() {
    auto& strips = flow_.strips;
    for (std::size_t first = 0; first < strips.size();) {
      std::size_t last = first;
      while (strips[last].keep_with_next && last + 1 < strips.size() && !strips[last + 1].starts_page) ++last;
      if (strips[first].starts_page) finish_page();
      if (!fits(first, last) && !lower_chart(first, last)) finish_page();
      for (; first <= last; ++first) {
        if (!fits(first, first)) finish_page();
        place(strips[first]);
      }
    }
    finish_page();
    return std::move(result_);
  }

 private:
  struct Extent {
    double top = std::numeric_limits<double>::infinity();
    double bottom = 0;
  };

  double padding_of(int frame) const {
    double total = 0;
    for (; frame >= 0; frame = flow_.frames[frame].parent) total += flow_.frames[frame].padding;
    return total;
  }

  double space_above(const Strip& strip) const {
    if (!used_) {
      const double header = strip.repeated_header < 0 ? 0 : flow_.repeated_headers[strip.repeated_header].height;
      return header + padding_of(strip.frame);
    }
    return std::max(strip.space_above, below_) + padding_between(frame_, strip.frame);
  }

  // The padding of frames that end and begin between two strips.
  double padding_between(int before, int after) const {
    int shared = before;
    while (shared >= 0 && !encloses(shared, after)) shared = flow_.frames[shared].parent;
    return padding_of(before) + padding_of(after) - 2 * padding_of(shared);
  }

  bool encloses(int outer, int inner) const {
    while (inner >= 0 && inner != outer) inner = flow_.frames[inner].parent;
    return inner == outer;
  }

  // How far a chain of strips would reach below the page's foot.
  double excess(std::size_t first, std::size_t last) const {
    double y = y_ + space_above(flow_.strips[first]);
    for (std::size_t i = first; i <= last; ++i) {
      const Strip& strip = flow_.strips[i];
      if (i > first) {
        const Strip& above = flow_.strips[i - 1];
        y += std::max(above.space_below, strip.space_above) + padding_between(above.frame, strip.frame);
      }
      y += strip.height;
    }
    return y + padding_of(flow_.strips[last].frame) - body_bottom;
  }
  bool fits(std::size_t first, std::size_t last) const { return excess(first, last) <= slack; }

  bool lower_chart(std::size_t first, std::size_t last) {
    const double by = excess(first, last);
    for (std::size_t i = first; used_ && i <= last; ++i) {
      Strip& strip = flow_.strips[i];
      if (strip.give < by) continue;
      strip.height -= by;
      for (Item& item : strip.items)
        if (auto* chart = std::get_if<ChartArea>(&item.shape)) chart->height -= by;
      return true;
    }
    return false;
  }

  void place(Strip& strip) {
    if (!used_ && strip.repeated_header >= 0) {
      for (Item item : flow_.repeated_headers[strip.repeated_header].items) {
        item.element = artifact;
        shift_down(item, y_);
        page_.items.push_back(std::move(item));
      }
    }
    y_ += space_above(strip);
    used_ = true;
    cover_frames(strip);
    const int page = static_cast<int>(result_.pages.size());
    for (Item& item : strip.items) {
      shift_down(item, y_);
      page_.items.push_back(std::move(item));
    }
    for (Bookmark& mark : strip.bookmarks) {
      mark.place = {page, mark.place.y + y_};
      result_.bookmarks.push_back(std::move(mark));
    }
    for (Anchor& anchor : strip.anchors) {
      anchor.place = {page, anchor.place.y + y_};
      result_.anchors.push_back(std::move(anchor));
    }
    y_ += strip.height;
    below_ = strip.space_below;
    frame_ = strip.frame;
  }

  void cover_frames(const Strip& strip) {
    double padding = 0;
    for (int frame = strip.frame; frame >= 0; frame = flow_.frames[frame].parent) {
      padding += flow_.frames[frame].padding;
      extents_[frame].top = std::min(extents_[frame].top, y_ - padding);
      extents_[frame].bottom = std::max(extents_[frame].bottom, y_ + strip.height + padding);
    }
  }

  // Frames come before what they contain, so that they lie below it; outer ones have lower indexes.
  void draw_frames() {
    std::vector<Item> grounds;
    for (std::size_t i = 0; i < extents_.size(); ++i) {
      const Extent extent = std::exchange(extents_[i], Extent{});
      const double height = extent.bottom - extent.top;
      if (height <= 0) continue;
      const Frame& frame = flow_.frames[i];
      if (frame.fill) grounds.push_back({Box{frame.x, extent.top, frame.width, height, *frame.fill}, artifact});
      if (frame.bar) grounds.push_back({Box{frame.x, extent.top, bar_width, height, *frame.bar}, artifact});
    }
    page_.items.insert(page_.items.begin(), std::make_move_iterator(grounds.begin()),
                       std::make_move_iterator(grounds.end()));
  }

  void finish_page() {
    if (!used_) return;
    draw_frames();
    result_.pages.push_back(std::exchange(page_, Page{}));
    y_ = body_top;
    below_ = 0;
    used_ = false;
  }

  Flow flow_;
  std::vector<Extent> extents_;
  Stacked result_;
  Page page_;
  double y_ = body_top;
  double below_ = 0;
  int frame_ = -1;  // of the strip last placed
  bool used_ = false;
};

}  // namespace

Stacked stack(Flow flow) {
  return Stacker(std::move(flow)).run();
}

}  // namespace hallmark::render

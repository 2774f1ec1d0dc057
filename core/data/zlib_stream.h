// A zlib stream, as PDF holds its pages.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hallmark::data {

std::string deflate_zlib(std::string_view bytes);

// Nothing for what is no whole zlib stream or would grow past `most` bytes.
std::optional<std::string> inflate_zlib(std::string_view stream, std::size_t most);

}  // namespace hallmark::data

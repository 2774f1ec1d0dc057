#include "data/zlib_stream.h"

#include <libdeflate.h>

#include <algorithm>
#include <memory>
#include <new>

namespace hallmark::data {

std::string deflate_zlib(std::string_view bytes) {
  constexpr int level = 1;  // a third of the time of the usual 6 for a PDF that is 6 % larger
  const std::unique_ptr<libdeflate_compressor, void (*)(libdeflate_compressor*)> deflater(
      libdeflate_alloc_compressor(level), libdeflate_free_compressor);
  if (!deflater) throw std::bad_alloc();
  std::string out(libdeflate_zlib_compress_bound(deflater.get(), bytes.size()), '\0');
  out.resize(libdeflate_zlib_compress(deflater.get(), bytes.data(), bytes.size(), out.data(), out.size()));
  return out;
}

std::optional<std::string> inflate_zlib(std::string_view stream, std::size_t most) {
  constexpr std::size_t usual_ratio = 8;
  const std::unique_ptr<libdeflate_decompressor, void (*)(libdeflate_decompressor*)> inflater(
      libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
  if (!inflater) throw std::bad_alloc();
  for (std::size_t room = std::min(most, stream.size() * usual_ratio + 64);; room = std::min(most, room * 4)) {
    std::string out(room, '\0');
    std::size_t size = 0;
    const libdeflate_result result =
        libdeflate_zlib_decompress(inflater.get(), stream.data(), stream.size(), out.data(), out.size(), &size);
    if (result == LIBDEFLATE_SUCCESS) {
      out.resize(size);
      return out;
    }
    if (result != LIBDEFLATE_INSUFFICIENT_SPACE || room >= most) return std::nullopt;
  }
}

}  // namespace hallmark::data

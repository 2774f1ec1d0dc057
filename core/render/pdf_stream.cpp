#include "render/pdf_stream.h"

#include "data/zlib_stream.h"

namespace hallmark::render {
namespace {

void append(HPDF_Stream stream, std::string_view bytes) {
  HPDF_Stream_Write(stream, reinterpret_cast<const HPDF_BYTE*>(bytes.data()), static_cast<HPDF_UINT>(bytes.size()));
}

// The library takes /Filter away from what it does not compress itself; this is written after all other entries.
HPDF_STATUS write_filter(HPDF_Dict, HPDF_Stream out) {
  return HPDF_Stream_WriteStr(out, "/Filter [ /FlateDecode ]\n");
}

}  // namespace

std::string content_of(HPDF_Stream stream) {
  std::string bytes;
  const HPDF_UINT parts = HPDF_MemStream_GetBufCount(stream);
  for (HPDF_UINT i = 0; i < parts; ++i) {
    HPDF_UINT size = 0;
    const HPDF_BYTE* part = HPDF_MemStream_GetBufPtr(stream, i, &size);
    bytes.append(reinterpret_cast<const char*>(part), size);
  }
  return bytes;
}

void fill_stream(HPDF_Doc file, HPDF_Dict stream, std::string_view content) {
  HPDF_MemStream_FreeData(stream->stream);
  stream->filter = HPDF_STREAM_FILTER_NONE;
  if (file->compression_mode == HPDF_COMP_NONE) {
    append(stream->stream, content);
  } else {
    append(stream->stream, data::deflate_zlib(content));
    stream->write_fn = write_filter;
  }
}

HPDF_Dict new_stream(HPDF_Doc file, std::string_view content) {
  HPDF_Dict stream = HPDF_DictStream_New(file->mmgr, file->xref);
  fill_stream(file, stream, content);
  return stream;
}

}  // namespace hallmark::render

#include "base/build_id.h"

#include <elf.h>
#include <link.h>

#include <cstring>
#include <string_view>

namespace hallmark {

namespace {

std::string id_of(const dl_phdr_info& object) {
  for (int i = 0; i < object.dlpi_phnum; ++i) {
    const auto& part = object.dlpi_phdr[i];
    if (part.p_type != PT_NOTE) continue;
    const char* at = reinterpret_cast<const char*>(object.dlpi_addr + part.p_vaddr);
    for (const char* end = at + part.p_memsz; at + sizeof(ElfW(Nhdr)) <= end;) {
      ElfW(Nhdr) note;
      std::memcpy(&note, at, sizeof note);
      const auto padded = [](std::size_t size) { return (size + 3) & ~std::size_t{3}; };
      const char* name = at + sizeof note;
      const char* content = name + padded(note.n_namesz);
      if (note.n_type == NT_GNU_BUILD_ID && std::string_view(name, note.n_namesz) == std::string_view("GNU", 4))
        return {content, note.n_descsz};
      at = content + padded(note.n_descsz);
    }
  }
  return {};
}

}  // namespace

const std::string& build_id() {
  static const std::string id = [] {
    std::string first;
    ::dl_iterate_phdr(
        [](dl_phdr_info* object, std::size_t, void* out) {
          *static_cast<std::string*>(out) = id_of(*object);
          return 1;  // the first is the program itself
        },
        &first);
    return first;
  }();
  return id;
}

const std::string& build_ids() {
  static const std::string ids = [] {
    std::string all;
    ::dl_iterate_phdr(
        [](dl_phdr_info* object, std::size_t, void* out) {
          *static_cast<std::string*>(out) += object->dlpi_name + ('\0' + id_of(*object)) + '\0';
          return 0;
        },
        &all);
    return all;
  }();
  return ids;
}

}  // namespace hallmark

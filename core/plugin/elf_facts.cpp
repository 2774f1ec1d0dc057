// Reading hallmark_plugin_v1 from the file: loading a library runs its constructors, so the checks come first.
#include <elf.h>

#include <cstring>
#include <optional>

#include "base/text.h"
#include "plugin/native.h"

namespace hallmark::plugin {

namespace {

constexpr std::string_view symbol_name = "hallmark_plugin_v1";

class ElfFile {
 public:
  ElfFile(std::string_view bytes, const std::string& path) : bytes_(bytes), path_(path) {
    if (!bytes.starts_with(ELFMAG)) refuse("it is not a shared library");
    header_ = at<Elf64_Ehdr>(0);
    if (header_.e_ident[EI_CLASS] != ELFCLASS64 || header_.e_ident[EI_DATA] != ELFDATA2LSB ||
        header_.e_machine != machine())
      refuse("it was built for another kind of machine");
    if (header_.e_shentsize != sizeof(Elf64_Shdr)) refuse("its section table is damaged");
  }

  NativeFacts facts() const {
    const Elf64_Sym symbol = find_symbol();
    if (symbol.st_size < sizeof(NativeFacts)) refuse("its hallmark_plugin_v1 is too small");
    for (unsigned i = 0; i < header_.e_shnum; ++i) {
      const Elf64_Shdr place = section(i);
      if ((place.sh_flags & SHF_ALLOC) == 0 || place.sh_type == SHT_NOBITS) continue;
      if (symbol.st_value >= place.sh_addr && symbol.st_value - place.sh_addr < place.sh_size)
        return at<NativeFacts>(place.sh_offset + (symbol.st_value - place.sh_addr));
    }
    refuse("its hallmark_plugin_v1 has no content");
  }

 private:
  static constexpr Elf64_Half machine() {
#if defined(__x86_64__)
    return EM_X86_64;
#elif defined(__aarch64__)
    return EM_AARCH64;
#else
    return EM_NONE;
#endif
  }

  [[noreturn]] void refuse(std::string_view why) const {
    throw Error(ExitCode::configuration, fmt::format("“{}” cannot be a plugin: {}.", path_, why));
  }

  template <typename T>
  T at(std::uint64_t offset) const {
    T value;
    if (offset > bytes_.size() || bytes_.size() - offset < sizeof(T)) refuse("the file is cut short");
    std::memcpy(&value, bytes_.data() + offset, sizeof(T));
    return value;
  }

  Elf64_Shdr section(unsigned index) const {
    return at<Elf64_Shdr>(header_.e_shoff + std::uint64_t{index} * sizeof(Elf64_Shdr));
  }

  Elf64_Sym find_symbol() const {
    for (unsigned i = 0; i < header_.e_shnum; ++i) {
      const Elf64_Shdr table = section(i);
      if (table.sh_type != SHT_DYNSYM) continue;
      const Elf64_Shdr names = section(table.sh_link);
      for (std::uint64_t n = 0; n < table.sh_size / sizeof(Elf64_Sym); ++n) {
        const auto symbol = at<Elf64_Sym>(table.sh_offset + n * sizeof(Elf64_Sym));
        if (symbol.st_shndx != SHN_UNDEF && name_is_ours(names.sh_offset + symbol.st_name)) return symbol;
      }
    }
    refuse("it does not export hallmark_plugin_v1");
  }

  bool name_is_ours(std::uint64_t offset) const {
    if (offset > bytes_.size() || bytes_.size() - offset <= symbol_name.size()) return false;
    return bytes_.substr(offset, symbol_name.size()) == symbol_name && bytes_[offset + symbol_name.size()] == '\0';
  }

  std::string_view bytes_;
  const std::string& path_;
  Elf64_Ehdr header_{};
};

}  // namespace

NativeFacts read_native_facts(const FileSystem& files, const std::string& path) {
  const std::string bytes = files.read(path);
  return ElfFile(bytes, path).facts();
}

}  // namespace hallmark::plugin

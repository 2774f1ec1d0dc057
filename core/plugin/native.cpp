#define BOOST_DLL_USE_STD_FS
#include "plugin/native.h"

#include <algorithm>
#include <boost/dll/library_info.hpp>
#include <boost/dll/shared_library.hpp>
#include <memory>

#include "base/text.h"

namespace hallmark::plugin {

namespace {

constexpr const char* symbol_name = "hallmark_plugin_v1";

[[noreturn]] void refuse(const Manifest& manifest, std::string why, std::vector<std::string> hints = {}) {
  throw Error(ExitCode::configuration, fmt::format("The plugin {} is refused: {}.", manifest.name, why),
              std::move(hints), {manifest.native_path, 0, 0});
}

// Runs code of the plugin; whatever it throws leaves as an Error that names the plugin.
template <typename Action>
auto guarded(const std::string& plugin, Action&& action) {
  try {
    return action();
  } catch (const Error& error) {
    Diagnostic diagnostic = error.diagnostic();
    diagnostic.sentence = fmt::format("{}: {}", plugin, diagnostic.sentence);
    throw Error(error.code(), std::move(diagnostic));
  } catch (const std::exception& error) {
    throw Error(ExitCode::configuration, fmt::format("{}: its native part failed: {}.", plugin, error.what()));
  } catch (...) {
    throw Error(ExitCode::configuration, fmt::format("{}: its native part failed without saying why.", plugin));
  }
}

class ScratchHost final : public Host {
 public:
  explicit ScratchHost(const Manifest& manifest) : manifest_(manifest) {}

  void register_formula(Formula formula) override {
    if (!formula.name.starts_with(manifest_.name + "."))
      refuse(manifest_, fmt::format("it registers “{}”, which does not begin with its own name", formula.name));
    for (const Formula& other : formulas_)
      if (other.name == formula.name) refuse(manifest_, fmt::format("it registers “{}” twice", formula.name));
    if (!formula.function) refuse(manifest_, fmt::format("it registers “{}” without a function", formula.name));
    formulas_.push_back(std::move(formula));
  }

  std::vector<Formula> take() { return std::move(formulas_); }

 private:
  const Manifest& manifest_;
  std::vector<Formula> formulas_;
};

void check_facts(const Manifest& manifest, const NativeFacts& facts) {
  const std::vector<std::string> rebuild = {"Build it again with this Hallmark's headers and compiler."};
  if (facts.abi != plugin_abi)
    refuse(manifest, fmt::format("its native part speaks ABI {}, this Hallmark ABI {}", facts.abi, plugin_abi),
           rebuild);
  if (facts.size != sizeof(NativePlugin))
    refuse(manifest, fmt::format("its description is {} bytes, not {}", facts.size, sizeof(NativePlugin)), rebuild);
  if (facts.fingerprint != abi_fingerprint())
    refuse(manifest, "it was built with another layout of the standard library or of Hallmark's types", rebuild);
}

void check_identity(const Manifest& manifest, const NativePlugin& part) {
  if (part.name == nullptr || part.version == nullptr || part.attach == nullptr)
    refuse(manifest, "its description has gaps");
  if (manifest.name != part.name) refuse(manifest, fmt::format("its native part calls itself “{}”", part.name));
  if (manifest.version != part.version)
    refuse(manifest, fmt::format("its native part is version {}, its manifest {}", part.version, manifest.version));
}

void check_registered(const Manifest& manifest, const std::vector<Formula>& formulas) {
  for (const Formula& formula : formulas)
    if (std::find(manifest.formulas.begin(), manifest.formulas.end(), formula.name) == manifest.formulas.end())
      refuse(manifest, fmt::format("it registers “{}”, which its manifest does not declare", formula.name),
             {suggestion(formula.name, manifest.formulas)});
  for (const std::string& declared : manifest.formulas)
    if (std::none_of(formulas.begin(), formulas.end(), [&](const Formula& f) { return f.name == declared; }))
      refuse(manifest, fmt::format("its manifest declares “{}”, which it does not register", declared));
}

// The formula as the host calls it: guarded, and holding the library for as long as it lives. The plugin's own function
// object dies before the library, since it is declared after it.
struct KeptFormula {
  std::shared_ptr<boost::dll::shared_library> library;
  std::string plugin;
  std::function<FormulaResult(const std::vector<FormulaArgument>&)> function;

  FormulaResult operator()(const std::vector<FormulaArgument>& arguments) const {
    return guarded(plugin, [&] { return function(arguments); });
  }
};

}  // namespace

std::vector<Formula> load_native(const FileSystem& files, const Manifest& manifest) {
  const NativeFacts facts = guarded(manifest.name, [&] { return read_native_facts(files, manifest.native_path); });
  check_facts(manifest, facts);
  auto library = std::make_shared<boost::dll::shared_library>();
  const auto symbols = guarded(manifest.name, [&] { return boost::dll::library_info(manifest.native_path).symbols(); });
  if (std::find(symbols.begin(), symbols.end(), symbol_name) == symbols.end())
    refuse(manifest, "it does not export hallmark_plugin_v1");
  std::error_code error;
  library->load(manifest.native_path, error, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
  if (error) refuse(manifest, fmt::format("it cannot be loaded: {}", error.message()));
  const auto& part = library->get<const NativePlugin>(symbol_name);
  check_identity(manifest, part);

  ScratchHost scratch(manifest);
  guarded(manifest.name, [&] { part.attach(scratch); });
  std::vector<Formula> formulas = scratch.take();
  check_registered(manifest, formulas);
  for (Formula& formula : formulas) formula.function = KeptFormula{library, manifest.name, std::move(formula.function)};
  return formulas;
}

}  // namespace hallmark::plugin

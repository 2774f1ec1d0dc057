#include "report/report.h"

#include <algorithm>
#include <filesystem>
#include <future>
#include <optional>

#include "base/build_id.h"
#include "base/hash.h"
#include "base/inert.h"
#include "base/text.h"
#include "document/document.h"
#include "document/markdown.h"
#include "render/docx.h"
#include "render/html.h"
#include "render/markdown.h"
#include "render/pdf.h"
#include "render/plain_text.h"
#include "render/theme.h"
#include "report/brand_logo.h"
#include "report/failed_sections.h"
#include "report/ledger.h"
#include "report/ledger_of.h"
#include "report/lint.h"
#include "report/made_report.h"
#include "report/method.h"
#include "report/output.h"
#include "report/own_files.h"
#include "report/practice_facts.h"
#include "report/provenance.h"
#include "report/readable_text.h"
#include "report/records.h"
#include "report/script_host.h"
#include "report/source_ids.h"

namespace hallmark::report {

namespace {

class TemplateEvaluator final : public templates::Evaluator {
 public:
  explicit TemplateEvaluator(const script::Services& services) : state_(services) {}
  void run(const std::string& lua, const std::string& chunk_name,
           const std::map<std::string, std::function<void(ValueList)>>& callbacks) override {
    state_.run_program(lua, chunk_name, callbacks);
  }

 private:
  script::State state_;
};

data::Store import_for(const FileSystem& files, const Workspace& workspace, const templates::Template& source,
                       const ReportRequest& request) {
  ImportRequest import;
  import.datasets = source.datasets;
  import.if_held = source.datasets_if_held;
  if (!import.datasets.empty()) import.datasets.emplace_back(residents_dataset);
  import.options.hash_files = true;
  import.options.hash_identifiers = true;
  import.options.quarantined_rows = false;
  import.cache = request.cache;
  import.options.progress = request.progress;
  return import_records(files, workspace, import);
}

// A document that says nothing is public.
Marking marking_of(const templates::Template& source, const Workspace& workspace) {
  const std::string& stated = source.meta.marking.empty() ? workspace.marking : source.meta.marking;
  return parse_marking(stated).value_or(Marking::open);
}

Document write_document(const templates::Template& source, const Workspace& workspace, const ScriptHost& host,
                        const FailedSections& failed) {
  TemplateEvaluator evaluator(host.services());
  templates::Expanded expanded = templates::expand(source, evaluator, host.services().marking);
  Document document{std::move(expanded.meta), document::parse_markdown(expanded.markdown)};
  DocumentMeta& meta = document.meta;
  if (meta.organisation.empty()) meta.organisation = workspace.brand.organisation;
  if (meta.brand_colour.empty()) meta.brand_colour = workspace.brand.colour;
  if (meta.marking.empty()) meta.marking = workspace.marking;
  failed.settle_references(document);
  document::number(document);
  document::check(document);
  return document;
}

struct Rendering {
  std::map<std::string, std::string> files;  // by name
  std::map<std::string, LedgerOutput> outputs;
};

// A report in one format, with what the ledger keeps of it.
struct Written {
  std::string content, hash, text;
};

Written written(const std::string& format, std::string content) {
  std::string hash = sha256(content), text = readable_text(format, content).value_or("");
  return {std::move(content), std::move(hash), std::move(text)};
}

LedgerOutput& add(const std::string& name, const std::string& format, Written report, Rendering& rendering) {
  LedgerOutput& output = rendering.outputs[format];
  output.file = fmt::format("{}.{}", name, format);
  output.sha256 = std::move(report.hash);
  output.text = std::move(report.text);
  rendering.files[output.file] = std::move(report.content);
  return output;
}

// Which of the numbers of a text are the report's: the format itself marks none.
void record_numbers(const std::vector<render::WrittenNumber>& numbers, LedgerOutput& output) {
  for (const render::WrittenNumber& number : numbers)
    output.numbers.emplace_back(number.id,
                                number.token == render::WrittenNumber::no_token ? -1 : static_cast<int>(number.token));
}

void render_markdown(const Document& document, const std::string& name, const render::Theme& theme,
                     Rendering& rendering) {
  render::MarkdownResult markdown = render::markdown(document, {name, theme.chart, theme.logo});
  LedgerOutput& output = add(name, "md", written("md", inert(markdown.text)), rendering);
  record_numbers(markdown.numbers, output);
  for (const auto& [image, bytes] : markdown.images) {
    const std::string path = fmt::format("{}_files/{}", name, image);
    std::string& picture = rendering.files[path] = inert(bytes);
    output.others.emplace_back(path, sha256(picture));
  }
}

void render_plain_text(const Document& document, const std::string& name, Rendering& rendering) {
  render::PlainTextResult plain = render::plain_text(document);
  record_numbers(plain.numbers, add(name, "txt", written("txt", inert(plain.text)), rendering));
}

render::PdfOptions pdf_options(const render::Theme& theme) {
  render::PdfOptions options;
  options.theme = theme;
  return options;
}

bool wants(const std::vector<std::string>& formats, std::string_view format) {
  return std::find(formats.begin(), formats.end(), format) != formats.end();
}

// On a thread of its own, since it takes as long as all else that is done with the document; not begun where nobody
// wants it. The document must outlive it unchanged.
std::future<Written> begin_pdf(const Document& document, const render::Theme& theme,
                               const std::vector<std::string>& formats) {
  if (!wants(formats, "pdf")) return {};
  return std::async(std::launch::async, [&] { return written("pdf", render::pdf(document, pdf_options(theme))); });
}

Rendering render_formats(const Document& document, const render::Theme& theme, const Ledger& ledger,
                         const std::string& last_month, const std::vector<std::string>& formats,
                         std::future<Written> pdf) {
  const std::string& name = ledger.report;
  Rendering rendering;
  if (wants(formats, "html"))
    add(name, "html", written("html", inert(render::html(document, {theme, provenance_json(ledger)}))), rendering);
  if (wants(formats, "md")) render_markdown(document, name, theme, rendering);
  if (wants(formats, "txt")) render_plain_text(document, name, rendering);
  if (wants(formats, "docx"))
    add(name, "docx", written("docx", render::docx(document, last_month, theme.logo)), rendering);
  if (pdf.valid()) add(name, "pdf", pdf.get(), rendering);
  return rendering;
}

// What an earlier run of the same report left and this one does not write again.
std::vector<std::string> left_over(const Ledger& earlier, const Ledger& now) {
  std::vector<std::string> gone;
  const auto before = earlier.outputs.find("md");
  const auto after = now.outputs.find("md");
  if (before == earlier.outputs.end() || after == now.outputs.end()) return gone;
  const auto& others = after->second.others;
  for (const auto& output : before->second.others) {
    const std::string& name = output.first;
    const bool is_image = name.starts_with(now.report + "_files/") && name.find("..") == std::string::npos;
    const bool stays =
        std::any_of(others.begin(), others.end(), [&](const auto& other) { return other.first == name; });
    if (is_image && !stays) gone.push_back(name);
  }
  return gone;
}

// The ledger that lies in the output folder.
struct EarlierBook {
  std::optional<std::string> text;  // none: there was no ledger
  LedgerBook book;
  std::string fault;  // why it cannot be read
};

std::optional<std::string> text_of(const std::string& path) {
  return disk().exists(path) ? std::optional(disk().read(path)) : std::nullopt;
}

EarlierBook read_book(std::optional<std::string> text, const std::string& path) {
  EarlierBook earlier{std::move(text), {}, {}};
  if (!earlier.text) return earlier;
  try {
    earlier.book = parse_ledger(*earlier.text, path);
  } catch (const Error& error) {
    earlier.fault = error.diagnostic().sentence;
  }
  return earlier;
}

// Returns the seal of the report's ledger.
std::string publish(StagedOutput& output, const Workspace& workspace, Ledger ledger, Rendering rendering,
                    std::future<EarlierBook> reading, ReportResult& result) {
  std::string seal;
  const std::string report = ledger.report;
  ledger.outputs = std::move(rendering.outputs);
  for (const auto& [name, content] : rendering.files) output.add(name, content);
  output.publish([&] {
    StagedOutput::Last last;
    // Read while the report was made; another run may have finished since.
    EarlierBook before = reading.get();
    const std::string path = join_path(output.folder(), ledger_file);
    if (std::optional<std::string> text = text_of(path); text != before.text) before = read_book(std::move(text), path);
    if (!before.fault.empty())
      result.notes.push_back(
          fmt::format("The ledger that was there is replaced, because it cannot be read: {}", before.fault));
    LedgerBook& book = before.book;
    book.workspace = relative_path(workspace.folder, output.folder());
    if (const Ledger* earlier = book.find(ledger.report)) last.removed = left_over(*earlier, ledger);
    for (const std::string& file : merge(book, std::move(ledger)))
      result.notes.push_back(
          fmt::format("“{}” is from an earlier run and has other numbers; make it again or remove it.",
                      join_path(output.folder(), file)));
    seal = book.find(report)->seal;
    last.files.emplace(ledger_file, to_text(book));
    return last;
  });
  return seal;
}

// All that decides what is made, beside the files it is made from. Empty where there is more: pandoc reads files of its
// own, and a program without a build ID may be any.
json::object decisions(const Workspace& workspace, const ReportRequest& request,
                       const std::map<std::string, std::string>& options, const std::string& output_folder,
                       const render::Theme& theme) {
  if (!request.cache || wants(request.formats, "docx") || build_id().empty()) return {};
  json::object chosen;
  for (const auto& [option, value] : options) chosen[option] = value;
  return {{"build", sha256(build_ids())},
          {"version", request.version},
          {"workspace", json::array{workspace.folder, std::filesystem::absolute(workspace.folder).string()}},
          {"output", output_folder},
          {"template", request.name},
          {"options", std::move(chosen)},
          {"formats", json::array(request.formats.begin(), request.formats.end())},
          {"final", request.final},
          {"strict", request.strict},
          {"logo", sha256(theme.logo.png)}};  // drawn of an SVG by another program
}

// A draft says what it lacks; what is to be published may lack nothing.
void settle_pending(const std::vector<std::string>& pending, bool final, ReportResult& result) {
  if (!pending.empty() && final)
    throw Error(ExitCode::not_approved, "This report cannot be final yet.", [&] {
      std::vector<std::string> hints = pending;
      hints.emplace_back("Without --final a draft is made.");
      return hints;
    }());
  result.notes.insert(result.notes.end(), pending.begin(), pending.end());
}

std::vector<std::string> checked_formats(std::vector<std::string> formats) {
  const std::vector<std::string> known(std::begin(all_formats), std::end(all_formats));
  if (formats.empty()) return {std::begin(usual_formats), std::end(usual_formats)};
  for (const std::string& format : formats)
    if (std::find(known.begin(), known.end(), format) == known.end())
      throw Error(ExitCode::usage, fmt::format("“{}” is no format of reports.", format), {suggestion(format, known)});
  std::sort(formats.begin(), formats.end());
  formats.erase(std::unique(formats.begin(), formats.end()), formats.end());
  return formats;
}

}  // namespace

std::string to_json_text(const ReportResult& result) {
  json::array failures;
  for (const Diagnostic& failure : result.failures)
    failures.push_back(
        json::object{{"sentence", failure.sentence}, {"file", failure.where.file}, {"line", failure.where.line}});
  return write_json(json::object{{"written", json::array(result.written.begin(), result.written.end())},
                                 {"numbers", result.numbers},
                                 {"notes", json::array(result.notes.begin(), result.notes.end())},
                                 {"failed", std::move(failures)},
                                 {"unchanged", result.unchanged}},
                    2) +
         "\n";
}

ReportResult assemble(FileSystem& files, const Workspace& workspace, const ReportRequest& asked) {
  ReportRequest request = asked;
  request.formats = checked_formats(request.formats);
  const std::string output_folder = request.output_folder.empty() ? workspace.path("out") : request.output_folder;
  std::optional<Inputs> inputs;
  if (request.cache) inputs = find_inputs(files, workspace, output_folder);
  const templates::Template source = find_template(files, workspace, request.name);
  const std::map<std::string, std::string> options = templates::option_values(source, request.set);
  render::Theme theme =
      render::load_theme(files, workspace.brand.theme.empty() ? hallmark_home() + "/templates/theme"
                                                              : workspace.path(workspace.brand.theme));
  theme.logo = load_logo(files, workspace.brand, workspace.folder);
  MadeReport made(files, workspace, templates::report_name(source, options), output_folder,
                  decisions(workspace, request, options, output_folder, theme), std::move(inputs));
  if (std::optional<ReportResult> still = made.still_right()) return *std::move(still);
  StagedOutput output(output_folder);
  auto earlier = std::async(
      std::launch::async, [path = join_path(output.folder(), ledger_file)] { return read_book(text_of(path), path); });

  auto plugins = std::async(std::launch::async, [&] { return find_plugins(files, workspace); });
  const data::Store store = import_for(files, workspace, source, request);
  made.records_read(store);
  const auto period = options.find("period");
  ScriptHost host(
      files, workspace, store, plugins.get(),
      {source.datasets.empty() ? std::string() : source.datasets.front(),
       period == options.end() ? std::string() : period->second, options, request.final, marking_of(source, workspace)},
      std::launch::async);
  host.require(source.plugins);
  FailedSections failed;
  if (!request.strict && !request.final)
    failed.stand_in(host.services(), [&](const std::string& plugin) { host.admit(plugin); });
  Document document = write_document(source, workspace, host, failed);
  if (source.refuse_framing) refuse_framing(document, source.path, host.services().language());
  ReportResult result;
  settle_pending(host.pending(), request.final, result);

  std::future<Written> pdf;
  if (!source.ids_by_source) pdf = begin_pdf(document, theme, request.formats);
  Ledger ledger = ledger_of(document, host.queries(), host.facts());
  ledger.report = templates::report_name(source, options);
  ledger.source = source.name;
  ledger.version = request.version;
  ledger.marking = marking_of(source, workspace);
  ledger.options = options;
  if (source.ids_by_source) {
    use_source_ids(document, ledger);
    pdf = begin_pdf(document, theme, request.formats);
  }
  std::vector<std::string> more = source_paths(host.practice(), ledger.traces.nodes);
  for (std::string& path : own_files_used(files, workspace, source, host)) more.push_back(std::move(path));
  record_files(ledger, files, workspace, store, more);
  record_method(ledger, files, workspace, source, host.plugins(), host.plugins_called());
  Rendering rendering = render_formats(document, theme, ledger, host.period().to, request.formats, std::move(pdf));

  for (const Diagnostic& warning : workspace.brand.warnings) result.notes.push_back(warning.sentence);
  if (theme.logo.kind == render::Logo::Kind::svg && theme.logo.png.empty())
    result.notes.push_back(
        "PDF and Word files have no logo: rsvg-convert, which draws an SVG for them, is not installed (Debian package "
        "librsvg2-bin). Or name a PNG beside it: logo: {file: …, pdf: …}.");
  result.numbers = ledger.numbers.size();
  result.first_number = ledger.numbers.empty() ? "n1" : ledger.numbers.front().id;
  result.failures = failed.failures();
  for (const std::string& format : request.formats)
    result.written.push_back(join_path(output_folder, rendering.outputs.at(format).file));
  result.written.push_back(join_path(output_folder, ledger_file));
  made.writing(rendering.outputs, result);
  made.written(publish(output, workspace, std::move(ledger), std::move(rendering), std::move(earlier), result));
  if (const std::string fault = store.cache_fault(); !fault.empty()) result.notes.push_back(not_kept(fault));
  return result;
}

std::vector<TemplateEntry> list_templates(const FileSystem& files, const Workspace& workspace) {
  std::vector<std::string> folders;
  for (const std::string& folder : workspace.templates) folders.push_back(workspace.path(folder));
  folders.push_back(hallmark_home() + "/templates");
  std::vector<TemplateEntry> entries;
  for (const std::string& folder : folders) {
    if (!files.is_folder(folder)) continue;
    for (const std::string& name : files.list(folder)) {
      const std::string path = join_path(join_path(folder, name), "template.md");
      const auto same = [&](const TemplateEntry& entry) { return entry.name == name; };
      if (files.exists(path) && std::none_of(entries.begin(), entries.end(), same)) entries.push_back({name, path});
    }
  }
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return entries;
}

templates::Template find_template(const FileSystem& files, const Workspace& workspace, const std::string& name) {
  std::vector<std::string> names;
  for (const TemplateEntry& entry : list_templates(files, workspace)) {
    if (entry.name == name) return templates::load_template(files, entry.path);
    names.push_back(entry.name);
  }
  throw Error(ExitCode::configuration, fmt::format("No template is called “{}”.", name),
              {suggestion(name, names), "`hallmark templates` lists them."});
}

}  // namespace hallmark::report

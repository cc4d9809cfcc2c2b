#pragma once

#include "base/result.h"
#include "relate/phone_state.h"
#include "report/output_folder.h"
#include "report/render.h"
#include "run/inputs.h"
#include "run/options.h"

#include <filesystem>
#include <string>

namespace petze {

class Redactor;

/// Where in the output a report goes: into the folder itself, or a folder inside it.
struct ReportPlace {
    OutputFolder& folder;
    std::string inside; // empty, or as "states/1-stock/"

    std::filesystem::path staging() const { return folder.staging() / inside; }
    Result<void> write(std::string const& name, std::string_view content)
    {
        return folder.write(inside + name, content);
    }
    Result<OutputFile> open(std::string const& name) { return folder.open(inside + name); }
};

struct Analysed {
    std::string summary; // for the terminal
    int status{};        // to end with, see status_of()
    PhoneState state;    // filled in where the report is part of a comparison's
};

/// Analyses options.captures and writes report and evidence to that place; the caller commits.
Result<Analysed> analyze_into(ReportPlace place, Options const& options, GivenKeys keys);

/// A report.json of an earlier run, as text.
Result<std::string> read_report_json(std::string const& path);

/// What a report is told of the command line. `redactor` is null without --redact.
ReportOptions report_options(Options const& options, Redactor const* redactor);
/// As wide as the terminal, and coloured where that is wanted.
SummaryStyle summary_style(std::string report);
/// To standard output, after everything else is done; `folder` for the error.
Result<void> print(std::string const& text, std::string const& folder);

} // namespace petze

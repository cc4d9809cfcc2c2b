#pragma once

#include "identify/data/data_set.h"
#include "report/answer.h"

#include <string>
#include <vector>

namespace petze {

/// What a report was made of: enough to make it again, or to see that something else was used.
struct Manifest {
    struct Input {
        /// "capture", "profile", "profile data" (the files that it names), "keys", "list",
        /// "authorities"; "table": the program's own.
        std::string kind;
        std::string name; // without its folders
        std::string sha256;
    };
    std::vector<Input> inputs;
    std::vector<DataSetInfo> data; // whose addresses are whose
};

/// manifest.json. Under --redact without hashes of what the user gave.
std::string render_manifest(Manifest const& manifest, ReportOptions const& options);

} // namespace petze

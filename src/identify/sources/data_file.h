#pragma once

#include "base/result.h"
#include "identify/data/data_set_builder.h"

#include <memory>
#include <string>

namespace petze {

/// One file of attribution data, read.
struct ImportedFile {
    std::unique_ptr<DataSetBuilder> builder; // what `set` points into
    DataSet set;
    DataTroubles troubles;
    /// How its date is known: "given", "stated", "name", "newest", "modified"; the text
    /// `dated.<…>` of the catalogue says it.
    std::string_view dated_by;
};

struct DateHints {
    std::string given;    // by the user, ISO; goes before all else
    std::string modified; // of the file itself, ISO; comes after all else
};

/// Reads a file of any form that DataFormat knows, compressed or not. Fails where it cannot be
/// read at all, or is of none of them, or nothing of it could be used.
Result<ImportedFile> read_data_file(std::string const& path, DateHints const& dates);

} // namespace petze

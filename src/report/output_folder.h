#pragma once

#include "base/result.h"
#include "report/output_file.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace petze {

/// The folder that an analysis leaves behind, whole or not at all. Everything is written into a
/// hidden folder beside it, which takes its name at commit(); without that, nothing remains.
///
/// A folder that is already there is replaced only where it holds a Petze report: a report.json
/// that names Petze as its generator.
class OutputFolder {
public:
    /// Fails before any work is done where the folder could not be written in the end.
    static Result<OutputFolder> create(std::filesystem::path const& target);
    ~OutputFolder() { abandon(); }
    OutputFolder(OutputFolder&& other) noexcept;
    OutputFolder& operator=(OutputFolder&& other) noexcept;
    OutputFolder(OutputFolder const&) = delete;
    OutputFolder& operator=(OutputFolder const&) = delete;

    /// A file by its name inside the folder, such as "report.json"; folders on the way are made.
    Result<void> write(std::string_view name, std::string_view content);
    /// One that is written piece by piece; close it before commit().
    Result<OutputFile> open(std::string_view name);

    /// Where files stand until commit(): for those that write their own (slices, stored files).
    std::filesystem::path const& staging() const { return m_staging; }

    /// Gives the folder its name. An older report is there until the new one is, then gone.
    Result<void> commit();
    /// Removes everything written so far. Not for use inside a signal handler.
    void abandon() noexcept;

private:
    OutputFolder(std::filesystem::path target, std::filesystem::path staging);
    std::string shown(std::string_view name) const; // in errors: where the user will look for it
    Result<std::filesystem::path> make_way(std::string_view name) const;

    std::filesystem::path m_target;
    std::filesystem::path m_staging; // empty once committed or abandoned
};

} // namespace petze

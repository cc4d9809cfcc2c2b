#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace petze {

/// Standard input, kept in a file for the time of an analysis: evidence is cut out of a capture
/// in a second reading, and keys at its end open what stands before them.
class Spool {
public:
    /// `folder` is the staging folder of the output.
    explicit Spool(std::filesystem::path const& folder);
    ~Spool() { remove(); }
    Spool(Spool const&) = delete;
    Spool& operator=(Spool const&) = delete;

    /// Reads standard input to its end where "-" is among the captures, and returns the list with
    /// the file in its place.
    Result<std::vector<std::string>>
    replace_standard_input(std::vector<std::string> const& captures);

    /// "standard input" for the file, else `otherwise`.
    std::string name_of(std::string const& path, std::string const& otherwise) const;
    Error as_user_knows_it(Error error) const;

    void remove() noexcept;

private:
    std::filesystem::path m_path;
};

/// SHA-256 of a file as it lies on the disk, in lower hex; empty where it cannot be read.
std::string hash_file(std::string const& path);

} // namespace petze

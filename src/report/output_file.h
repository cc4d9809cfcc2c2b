#pragma once

#include "base/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace petze {

/// What the system said when `what` was written (errno), with what to do about it.
Error write_error(std::string what, int number);

/// A file being written: every byte is checked, since a full disk is the normal case for who
/// records captures. Holds a descriptor while it is open.
class OutputFile {
public:
    /// What becomes of a file that is already there.
    enum class Existing { replace, append };

    /// `shown` is what errors call it, where its path is not what the user knows.
    static Result<OutputFile> open(std::filesystem::path const& path, Existing existing,
                                   std::string shown = {});
    ~OutputFile();
    OutputFile(OutputFile&& other) noexcept;
    OutputFile& operator=(OutputFile&& other) noexcept;
    OutputFile(OutputFile const&) = delete;
    OutputFile& operator=(OutputFile const&) = delete;

    /// Held back until there is a block's worth of it.
    Result<void> write(std::string_view bytes);
    Result<void> flush();
    /// Everything written, and the descriptor given back. Some file systems tell only now that
    /// the disk is full.
    Result<void> close();

private:
    OutputFile(std::string shown, int descriptor);
    Result<void> write_now(std::string_view bytes);

    std::string m_shown;
    int m_descriptor = -1;
    std::string m_held;
};

/// One piece of a file, which is open no longer than that takes: for those who write thousands.
Result<void> write_piece(std::filesystem::path const& path, OutputFile::Existing existing,
                         std::string shown, std::string_view bytes);

} // namespace petze

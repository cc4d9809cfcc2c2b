#pragma once

#include "base/limits.h"
#include "base/result.h"
#include "dissect/layer.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <string>

namespace petze {

/// Keeps files that went over the wire under evidence/files/, each once, named by its content.
/// No capture can fill the disk: there is a bound on all of them together. Used by several
/// threads; files hold no descriptor while they wait for more, and small ones that are dropped
/// never reach the disk.
class EvidenceFiles : public FileStore {
public:
    /// `folder` is the staging folder of the output.
    explicit EvidenceFiles(std::filesystem::path const& folder,
                           std::uint64_t most_bytes = limits::stored_bytes,
                           std::size_t most_files = limits::stored_files);
    ~EvidenceFiles() override;

    /// Null once the disk failed: analysis goes on without.
    std::unique_ptr<StoredFile> begin() override;

    /// The first trouble with the disk, to be told before the folder is committed.
    Result<void> status() const;
    /// Files that were left out because of the bounds.
    Tally tally() const;

private:
    class File;

    void make_folder();
    bool reserve(std::uint64_t count);
    void release(std::uint64_t count) { m_bytes -= count; }
    void fail(Error error);
    std::string keep(File& file, std::string const& name);

    std::filesystem::path m_folder;
    std::uint64_t m_most_bytes;
    std::size_t m_most_files;
    std::atomic<std::uint64_t> m_bytes = 0; // kept and being written
    std::atomic<std::uint64_t> m_next = 0;  // names files that are being written
    std::atomic<bool> m_failed = false;
    std::once_flag m_folder_made;
    mutable std::mutex m_mutex; // of what follows
    std::set<std::string, std::less<>> m_kept;
    std::uint64_t m_left_out = 0;
    Result<void> m_status;
};

} // namespace petze

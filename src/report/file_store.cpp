#include "report/file_store.h"

#include "base/text.h"
#include "report/output_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

namespace petze {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view below_output = "evidence/files/";
constexpr std::size_t piece = std::size_t{64} << 10; // held in memory before it goes to the disk

bool is_sha256(std::string_view text)
{
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
               return is_digit(c) || (c >= 'a' && c <= 'f');
           });
}

/// What may stand behind the dot: an extension can come from the wire.
std::string_view safe(std::string_view extension)
{
    auto const fits = !extension.empty() && extension.size() <= 8
                      && std::all_of(extension.begin(), extension.end(),
                                     [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); });
    return fits ? extension : "bin";
}

} // namespace

/// One file on its way: a piece in memory, what came before it in a file of its own.
class EvidenceFiles::File : public StoredFile {
public:
    File(EvidenceFiles& store, fs::path path)
        : m_store(store)
        , m_path(std::move(path))
    {
    }
    ~File() override
    {
        if (m_on_disk > 0) {
            std::error_code code; // What is left goes with the staging folder.
            fs::remove(m_path, code);
        }
        m_store.release(m_size);
    }

    void take(Bytes bytes) override
    {
        if (m_given_up)
            return;
        if (!m_store.reserve(bytes.size())) {
            m_given_up = true;
            m_held = {};
            return;
        }
        m_size += bytes.size();
        m_held += as_text(bytes);
        if (m_held.size() >= piece)
            write_held();
    }

    std::string keep(std::string const& sha256, std::string_view extension) override
    {
        if (m_given_up || !is_sha256(sha256))
            return {};
        return m_store.keep(*this, sha256 + "." + std::string{safe(extension)});
    }

private:
    friend class EvidenceFiles;

    bool write_held()
    {
        using enum OutputFile::Existing;
        m_store.make_folder();
        auto const written = write_piece(m_path, m_on_disk > 0 ? append : replace,
                                         std::string{below_output}, m_held);
        m_on_disk += std::max<std::size_t>(m_held.size(), 1); // an empty file is there, too
        m_held.clear();
        if (!written) {
            m_given_up = true;
            m_store.fail(written.error());
        }
        return written.has_value();
    }

    EvidenceFiles& m_store;
    fs::path m_path;
    std::string m_held;
    std::uint64_t m_on_disk = 0;
    std::uint64_t m_size = 0; // reserved in the store, until kept
    bool m_given_up = false;
};

EvidenceFiles::EvidenceFiles(fs::path const& folder, std::uint64_t most_bytes,
                             std::size_t most_files)
    : m_folder(folder / below_output)
    , m_most_bytes(most_bytes)
    , m_most_files(most_files)
{
}

EvidenceFiles::~EvidenceFiles() = default;

std::unique_ptr<StoredFile> EvidenceFiles::begin()
{
    if (m_failed)
        return nullptr;
    return std::make_unique<File>(*this, m_folder / (".part-" + std::to_string(m_next++)));
}

Result<void> EvidenceFiles::status() const
{
    std::lock_guard const lock{m_mutex};
    return m_status;
}

Tally EvidenceFiles::tally() const
{
    std::lock_guard const lock{m_mutex};
    Tally tally;
    if (m_left_out > 0)
        tally.count("evidence: limit of stored files", m_left_out);
    return tally;
}

/// Only where something is kept: no report has an empty folder.
void EvidenceFiles::make_folder()
{
    std::call_once(m_folder_made, [&] {
        std::error_code code;
        fs::create_directories(m_folder, code);
        if (code)
            fail(write_error(std::string{below_output}, code.value()));
    });
}

bool EvidenceFiles::reserve(std::uint64_t count)
{
    if (m_bytes.fetch_add(count) + count <= m_most_bytes)
        return true;
    m_bytes -= count;
    std::lock_guard const lock{m_mutex};
    ++m_left_out;
    return false;
}

void EvidenceFiles::fail(Error error)
{
    m_failed = true;
    std::lock_guard const lock{m_mutex};
    if (m_status)
        m_status = tl::make_unexpected(std::move(error));
}

std::string EvidenceFiles::keep(File& file, std::string const& name)
{
    auto stored = std::string{below_output} + name;
    {
        // The name is taken before the bytes are written: the same content, told by another
        // thread at the same time, is kept once.
        std::lock_guard const lock{m_mutex};
        if (m_kept.contains(name))
            return stored;
        if (m_kept.size() >= m_most_files) {
            ++m_left_out;
            return {};
        }
        m_kept.insert(name);
    }
    std::error_code code;
    if (file.write_held())
        fs::rename(file.m_path, m_folder / name, code);
    if (code)
        fail(write_error(stored, code.value()));
    if (m_failed)
        return {};
    file.m_on_disk = 0;
    file.m_size = 0; // its share stays reserved
    return stored;
}

} // namespace petze

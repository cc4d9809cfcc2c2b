#include "report/slice_writer.h"

#include "report/output_file.h"
#include "report/pcapng.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace petze {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view below_output = "evidence";

} // namespace

SliceWriter::SliceWriter(fs::path folder, std::vector<std::string> capture_names)
    : SliceWriter(std::move(folder), std::move(capture_names), Bounds{})
{
}

SliceWriter::SliceWriter(fs::path folder, std::vector<std::string> capture_names,
                         Bounds const& bounds)
    : m_folder(std::move(folder))
    , m_capture_names(std::move(capture_names))
    , m_bounds(bounds)
{
}

std::string SliceWriter::open(std::uint64_t flow_id, std::string_view comment,
                              std::string_view secrets)
{
    if (m_slices.contains(flow_id))
        return path_of(flow_id);
    if (m_slices.size() >= m_bounds.slices) {
        m_tally.count("evidence: limit of slices");
        return {};
    }
    auto& slice = m_slices[flow_id];
    pcapng::append_section(slice.held, comment);
    if (!secrets.empty())
        pcapng::append_secrets(slice.held, secrets);
    account(slice, 0);
    return path_of(flow_id);
}

SliceWriter::Added SliceWriter::add(std::uint64_t flow_id, Frame const& frame)
{
    auto const found = m_slices.find(flow_id);
    if (found == m_slices.end())
        return Added::no_slice;
    auto& slice = found->second;
    slice.full = slice.full || slice.bytes + frame.bytes.size() > m_bounds.slice_bytes;
    if (slice.full) {
        m_tally.count("evidence: packet beyond the limit of a slice");
        return Added::slice_full;
    }
    auto const held_before = slice.held.size();
    auto const interface = interface_of(slice, frame.link);
    pcapng::append_packet(slice.held, interface, frame, comment_of(frame.stamp));
    account(slice, held_before);
    return Added::yes;
}

Result<void> SliceWriter::close()
{
    write_held();
    m_slices.clear();
    return m_status;
}

std::string SliceWriter::path_of(std::uint64_t flow_id)
{
    return std::string{below_output} + "/flow-" + std::to_string(flow_id) + ".pcapng";
}

std::uint32_t SliceWriter::interface_of(Slice& slice, LinkType link)
{
    auto const known = std::find(slice.links.begin(), slice.links.end(), link);
    auto const number = static_cast<std::uint32_t>(known - slice.links.begin());
    if (known == slice.links.end()) {
        pcapng::append_interface(slice.held, link);
        slice.links.push_back(link);
    }
    return number;
}

std::string SliceWriter::comment_of(Stamp const& stamp) const
{
    auto comment = "frame " + std::to_string(stamp.frame);
    if (stamp.capture < m_capture_names.size())
        comment += " of " + m_capture_names[stamp.capture];
    return comment;
}

/// Counts what was appended, and makes room where too much waits.
void SliceWriter::account(Slice& slice, std::size_t held_before)
{
    auto const more = slice.held.size() - held_before;
    slice.bytes += more;
    m_held_bytes += more;
    if (m_held_bytes > m_bounds.held_bytes)
        write_held();
}

void SliceWriter::write_held()
{
    std::error_code code;
    if (!m_slices.empty())
        fs::create_directories(m_folder / below_output, code);
    if (code && m_status)
        m_status = tl::make_unexpected(write_error(std::string{below_output}, code.value()));
    for (auto& [flow_id, slice] : m_slices)
        write_slice(flow_id, slice);
    m_held_bytes = 0;
}

void SliceWriter::write_slice(std::uint64_t flow_id, Slice& slice)
{
    if (slice.held.empty())
        return;
    if (m_status) {
        auto const path = path_of(flow_id);
        m_status = write_piece(m_folder / path,
                               std::exchange(slice.on_disk, true) ? OutputFile::Existing::append
                                                                  : OutputFile::Existing::replace,
                               path, slice.held);
    }
    slice.held = {}; // Its memory too: the next slices to speak are others.
}

} // namespace petze

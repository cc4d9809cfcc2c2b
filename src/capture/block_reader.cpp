#include "capture/block_reader.h"

#include "base/byte_reader.h"
#include "base/limits.h"
#include "capture/pcap.h"
#include "capture/pcapng_section.h"

#include <algorithm>
#include <array>

namespace petze {

namespace {

// Of one huge packet the memory is given back, or each block of a pipeline would come to hold it.
void make_room(std::vector<std::uint8_t>& buffer, std::size_t size)
{
    constexpr std::size_t usual = 4 * limits::capture_block;
    if (buffer.size() > std::max(size, usual))
        buffer = {};
    if (buffer.size() < size)
        buffer.resize(size);
}

} // namespace

Result<bool> BlockReader::next(FrameBlock& block)
{
    block.frames.clear();
    block.used = 0;
    if (!m_source)
        return false;
    auto have = m_carried.size();
    make_room(block.buffer, have + limits::capture_block);
    std::copy(m_carried.begin(), m_carried.end(), block.buffer.begin());
    while (m_source && block.used == 0) { // more than once for a record longer than a block
        if (block.buffer.size() < have + limits::capture_block)
            block.buffer.resize(have + limits::capture_block);
        auto const room = std::span{block.buffer}.subspan(have, limits::capture_block);
        PETZE_TRY(auto const got, m_source->read(room));
        have += got;
        auto const bytes = Bytes{block.buffer}.first(have);
        block.used = cut(bytes, block.frames);
        auto const left_over = bytes.subspan(block.used);
        if (got < room.size() || m_gave_up)
            end(left_over);
        else if (block.used > 0)
            m_carried.assign(left_over.begin(), left_over.end());
    }
    return true;
}

void BlockReader::end(Bytes left_over)
{
    if (!m_source->flaw().empty())
        count(m_source->flaw());
    else if (!m_gave_up && !left_over.empty())
        count("capture: cut off in the middle of a packet");
    m_source.reset();
    m_carried = {};
}

void BlockReader::give_up(std::string_view why)
{
    count(why);
    m_gave_up = true;
}

App const* BlockReader::app(std::int32_t uid)
{
    auto const* const known = m_apps.of(uid);
    if (!known)
        count("capture: limit of named apps");
    return known;
}

void BlockReader::name_app(std::int32_t uid, std::string_view package, std::string_view shown)
{
    if (!m_apps.name(uid, package, shown))
        count("capture: limit of named apps");
}

void BlockReader::comment(std::string_view text)
{
    if (m_comment.empty())
        m_comment = text;
}

Format format_of(Bytes first)
{
    if (pcap::decode_variant(first))
        return Format::pcap;
    return first.size() >= pcapng::smallest_block && pcapng::begins_section(first) ? Format::pcapng
                                                                                   : Format::none;
}

Result<std::unique_ptr<CaptureReader>> open_capture(std::unique_ptr<ByteSource> source,
                                                    std::string const& name, std::uint32_t index,
                                                    SecretsScan scan)
{
    std::array<std::uint8_t, first_bytes> buffer{};
    PETZE_TRY(auto const got, source->read(buffer));
    auto const first = Bytes{buffer}.first(got);
    auto const format = format_of(first);
    if (format != Format::none && got == first_bytes)
        return format == Format::pcap
                   ? make_pcap_reader(std::move(source), index, first)
                   : make_pcapng_reader(replayed(first, std::move(source)), index, scan);
    if (auto const flaw = source->flaw(); !flaw.empty())
        return error(name, "is unreadable from its first bytes on ("
                               + std::string{flaw.substr(flaw.find(' ') + 1)}
                               + "); record or copy it again");
    if (first.empty())
        return error(name, "is empty; record or copy it again");
    if (format != Format::none)
        return error(name, "is cut off inside its header; record or copy it again");
    return error(name, "is no capture that Petze reads; give it pcap or pcapng, plain or "
                       "compressed with gzip, zstd or xz");
}

Result<std::unique_ptr<CaptureReader>> CaptureReader::open(std::string const& path,
                                                           std::uint32_t index)
{
    PETZE_TRY(auto source, open_source(path));
    return path == "-"
               ? open_capture(std::move(source), "standard input", index, SecretsScan::impossible)
               : open_capture(std::move(source), path, index);
}

} // namespace petze

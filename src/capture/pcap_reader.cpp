#include "base/limits.h"
#include "capture/block_reader.h"
#include "capture/pcap.h"
#include "capture/pcapdroid.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace petze {

namespace {

constexpr LinkType link_ethernet = 1, link_raw = 101;

class PcapReader : public BlockReader {
public:
    PcapReader(std::unique_ptr<ByteSource> rest, std::uint32_t index, Bytes file_header)
        : BlockReader(std::move(rest), index)
        , m_header(pcap::decode_file_header(file_header))
        , m_swapped((m_header.variant.order == ByteOrder::big)
                    != (std::endian::native == std::endian::big))
    {
        // libpcap's MAXIMUM_SNAPLEN: there are packets longer than the header's snaplen, but a
        // length beyond both is no length.
        constexpr std::size_t longest_usual = 262144;
        m_longest =
            std::clamp<std::size_t>(m_header.snap_length, longest_usual, limits::frame_bytes);
    }

protected:
    // The innermost loop of all of Petze: no calls for what is no Ethernet, no allocation.
    std::size_t cut(Bytes bytes, std::vector<Frame>& frames) override
    {
        auto const header_length = m_header.variant.record_header;
        std::size_t offset = 0;
        while (bytes.size() - offset >= header_length) {
            auto const record = read(bytes.subspan(offset));
            if (record.captured > m_longest) {
                give_up("capture: packet length makes no sense, the rest is unreadable");
                break;
            }
            if (record.captured > bytes.size() - offset - header_length)
                break;
            Frame frame;
            frame.bytes = bytes.subspan(offset + header_length, record.captured);
            frame.wire_length = std::max(record.on_wire, record.captured);
            frame.link = m_header.link;
            frame.stamp = stamp(record.time_ns);
            if (frame.link == link_ethernet)
                look_for_pcapdroid(frame);
            frames.push_back(frame);
            offset += header_length + record.captured;
        }
        return offset;
    }

private:
    struct Record {
        std::int64_t time_ns;
        std::uint32_t captured;
        std::uint32_t on_wire;
    };

    Record read(Bytes bytes) const
    {
        auto const fraction = std::int64_t{word(bytes, 4)} * m_header.variant.fraction_ns;
        Record out{std::int64_t{word(bytes, 0)} * 1'000'000'000 + fraction, word(bytes, 8),
                   word(bytes, 12)};
        if (m_header.lengths_may_be_swapped && out.captured > out.on_wire)
            std::swap(out.captured, out.on_wire);
        return out;
    }

    // Four for each packet: ByteReader would ask at each whether the bytes are there.
    std::uint32_t word(Bytes bytes, std::size_t offset) const
    {
        std::uint32_t value{};
        std::memcpy(&value, bytes.subspan(offset, sizeof value).data(), sizeof value);
        return m_swapped ? __builtin_bswap32(value) : value;
    }

    void look_for_pcapdroid(Frame& frame)
    {
        if (auto const packet = pcapdroid::find_trailer(frame.bytes)) {
            if (!packet->checksum_fits)
                count("capture: PCAPdroid trailer with a wrong checksum");
            frame.bytes = packet->bytes;
            if (!packet->name.empty())
                name_app(packet->uid, {}, packet->name);
            frame.app = app(packet->uid);
        } else if (pcapdroid::is_bare_ip(frame.bytes, frame.wire_length, m_header.snap_length)) {
            frame.link = link_raw;
        }
    }

    pcap::FileHeader m_header;
    bool m_swapped;
    std::size_t m_longest{};
};

} // namespace

std::unique_ptr<CaptureReader> make_pcap_reader(std::unique_ptr<ByteSource> rest,
                                                std::uint32_t index, Bytes file_header)
{
    return std::make_unique<PcapReader>(std::move(rest), index, file_header);
}

} // namespace petze

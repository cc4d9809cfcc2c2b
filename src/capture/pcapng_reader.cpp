#include "base/limits.h"
#include "capture/block_reader.h"
#include "capture/pcapdroid.h"
#include "capture/pcapng.h"
#include "capture/pcapng_section.h"

#include <algorithm>

namespace petze {

namespace {

using pcapng::BlockType;

class PcapngReader : public BlockReader {
public:
    PcapngReader(std::unique_ptr<ByteSource> source, std::uint32_t index, SecretsScan scan)
        : BlockReader(std::move(source), index)
        , m_scan(scan)
    {
    }

protected:
    std::size_t cut(Bytes bytes, std::vector<Frame>& frames) override
    {
        std::size_t offset = 0;
        while (bytes.size() - offset >= pcapng::smallest_block) {
            auto const rest = bytes.subspan(offset);
            auto const head = m_section.head(rest);
            if (!head) {
                give_up("capture: block length makes no sense, the rest is unreadable");
                break;
            }
            if (head->length > rest.size())
                break;
            auto const block = rest.first(head->length);
            if (!pcapng::lengths_agree(block, m_section.order()))
                count("capture: the two lengths of a block differ");
            take(BlockType{head->type}, pcapng::body_of(block), frames);
            offset += head->length;
        }
        return offset;
    }

private:
    void take(BlockType type, Bytes body, std::vector<Frame>& frames)
    {
        auto const order = m_section.order();
        switch (type) {
        case BlockType::enhanced_packet:
            return take(pcapng::decode_enhanced_packet(body, order), frames);
        case BlockType::packet:
            return take(pcapng::decode_obsolete_packet(body, order), frames);
        case BlockType::simple_packet: {
            auto const limit = m_interfaces.empty() ? 0 : m_interfaces.front().snap_length;
            return take(pcapng::decode_simple_packet(body, order, limit), frames);
        }
        case BlockType::section:
            m_interfaces.clear();
            return comment(pcapng::section_comment(body, order));
        case BlockType::interface_description:
            return take(pcapng::decode_interface(body, order));
        case BlockType::custom:
        case BlockType::custom_not_copied:
            return take(pcapdroid::decode_app_name(body, order));
        case BlockType::secrets: // see scan_capture()
            if (m_scan == SecretsScan::impossible)
                count("capture: keys inside standard input are not used");
            return;
        }
        // Names, statistics, and what others made up: none of it is a packet.
    }

    void take(Decoded<pcapng::Interface> const& interface)
    {
        if (interface.flaw)
            count("capture: malformed interface description");
        if (m_interfaces.size() < limits::pcapng_interfaces)
            m_interfaces.push_back(interface.value);
        else
            count("capture: limit of interfaces");
    }

    void take(std::optional<Decoded<pcapdroid::AppName>> const& app)
    {
        if (!app)
            return;
        if (app->flaw)
            count("capture: malformed name of an app");
        name_app(app->value.uid, app->value.package, app->value.name);
    }

    void take(Decoded<pcapng::PacketBlock> const& block, std::vector<Frame>& frames)
    {
        auto const& packet = block.value;
        if (block.flaw) {
            count("capture: malformed packet block");
            if (packet.bytes.empty())
                return;
        }
        if (packet.interface >= m_interfaces.size())
            return count("capture: packet of an unknown interface");
        auto const& interface = m_interfaces[packet.interface];
        // A packet without a time belongs to that of the one before it.
        if (packet.timestamp)
            m_time_ns = pcapng::time_ns(interface, *packet.timestamp);
        Frame frame;
        frame.bytes = packet.bytes;
        frame.wire_length =
            std::max(packet.wire_length, static_cast<std::uint32_t>(packet.bytes.size()));
        frame.link = interface.link;
        frame.stamp = stamp(m_time_ns);
        if (packet.uid)
            frame.app = app(*packet.uid);
        frames.push_back(frame);
    }

    SecretsScan m_scan;
    pcapng::Section m_section;
    std::vector<pcapng::Interface> m_interfaces; // of the section
    std::int64_t m_time_ns = 0;
};

} // namespace

std::unique_ptr<CaptureReader> make_pcapng_reader(std::unique_ptr<ByteSource> source,
                                                  std::uint32_t index, SecretsScan scan)
{
    return std::make_unique<PcapngReader>(std::move(source), index, scan);
}

} // namespace petze

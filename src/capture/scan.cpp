#include "base/limits.h"
#include "capture/block_reader.h"
#include "capture/pcapng.h"
#include "capture/pcapng_section.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

namespace petze {

namespace {

using pcapng::BlockType;

/// The next bytes of a source, as many as are asked for; the others are passed over.
class Window {
public:
    explicit Window(std::unique_ptr<ByteSource> source)
        : m_source(std::move(source))
    {
    }

    /// At least `count` bytes, fewer only where the source ends; valid until the next call.
    Result<Bytes> show(std::size_t count)
    {
        auto const have = m_end - m_begin;
        if (have < count) {
            auto const held = std::span{m_buffer}.subspan(m_begin, have);
            std::copy(held.begin(), held.end(), m_buffer.begin());
            m_buffer.resize(std::max(count, read_at_once));
            m_begin = 0;
            m_end = have;
            PETZE_TRY(auto const got, m_source->read(std::span{m_buffer}.subspan(have)));
            m_end += got;
        }
        return Bytes{m_buffer}.subspan(m_begin, m_end - m_begin);
    }

    Result<void> pass(std::size_t count)
    {
        auto const held = std::min(count, m_end - m_begin);
        m_begin += held;
        return count > held ? m_source->skip(count - held) : Result<void>{};
    }

private:
    // Small, so that large packets are never read; large enough for many small ones.
    static constexpr std::size_t read_at_once = 64U << 10;

    std::unique_ptr<ByteSource> m_source;
    std::vector<std::uint8_t> m_buffer;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

/// Goes over the heads of pcapng blocks, and into those that hold secrets or the first packet.
class Scan {
public:
    explicit Scan(std::unique_ptr<ByteSource> source)
        : m_window(std::move(source))
    {
    }

    Result<CaptureSummary> run()
    {
        for (;;) {
            PETZE_TRY(auto const begin, m_window.show(pcapng::smallest_block));
            auto const head = begin.size() < pcapng::smallest_block
                                  ? std::optional<pcapng::BlockHead>{}
                                  : m_section.head(begin);
            if (!head)
                return std::move(m_summary);
            auto const type = BlockType{head->type};
            if (wanted(type)) {
                PETZE_TRY(auto const bytes, m_window.show(head->length));
                if (bytes.size() < head->length)
                    return std::move(m_summary);
                take(type, pcapng::body_of(bytes.first(head->length)));
            }
            if (auto const passed = m_window.pass(head->length); !passed)
                return tl::make_unexpected(passed.error());
        }
    }

private:
    bool wanted(BlockType type) const
    {
        switch (type) {
        case BlockType::section:
        case BlockType::interface_description:
        case BlockType::secrets:
            return true;
        case BlockType::enhanced_packet:
        case BlockType::packet:
            return !m_summary.first_time_ns;
        default:
            return false;
        }
    }

    void take(BlockType type, Bytes body)
    {
        auto const order = m_section.order();
        if (type == BlockType::section)
            m_interfaces.clear();
        else if (type == BlockType::interface_description)
            take(pcapng::decode_interface(body, order).value);
        else if (type == BlockType::secrets)
            take(pcapng::decode_secrets(body, order));
        else if (type == BlockType::enhanced_packet)
            take(pcapng::decode_enhanced_packet(body, order).value);
        else
            take(pcapng::decode_obsolete_packet(body, order).value);
    }

    void take(pcapng::Interface const& interface)
    {
        if (m_interfaces.size() < limits::pcapng_interfaces)
            m_interfaces.push_back(interface);
    }

    void take(Decoded<std::string_view> const& secrets)
    {
        if (secrets.flaw)
            m_summary.tally.count("capture: malformed decryption secrets");
        if (secrets.value.empty())
            return;
        m_secrets_bytes += secrets.value.size();
        if (m_secrets_bytes <= limits::secrets_bytes)
            m_summary.secrets.emplace_back(secrets.value);
        else
            m_summary.tally.count("capture: limit of decryption secrets");
    }

    void take(pcapng::PacketBlock const& packet)
    {
        if (packet.interface < m_interfaces.size() && packet.timestamp)
            m_summary.first_time_ns =
                pcapng::time_ns(m_interfaces[packet.interface], *packet.timestamp);
    }

    Window m_window;
    CaptureSummary m_summary;
    pcapng::Section m_section;
    std::vector<pcapng::Interface> m_interfaces;
    std::size_t m_secrets_bytes = 0;
};

} // namespace

Result<CaptureSummary> scan_source(std::unique_ptr<ByteSource> source)
{
    std::array<std::uint8_t, first_bytes> buffer{};
    PETZE_TRY(auto const got, source->read(buffer));
    auto const first = Bytes{buffer}.first(got);
    if (format_of(first) == Format::pcapng)
        return Scan{replayed(first, std::move(source))}.run();
    CaptureSummary summary;
    if (format_of(first) == Format::pcap && got == first_bytes) {
        auto const reader = make_pcap_reader(std::move(source), 0, first);
        FrameBlock block;
        PETZE_TRY(bool const more, reader->next(block));
        if (more && !block.frames.empty())
            summary.first_time_ns = block.frames.front().stamp.time_ns;
    }
    return summary;
}

Result<CaptureSummary> scan_capture(std::string const& path)
{
    std::error_code trouble;
    if (path == "-"
        || (std::filesystem::exists(path, trouble)
            && !std::filesystem::is_regular_file(path, trouble)))
        return CaptureSummary{};
    PETZE_TRY(auto source, open_source(path));
    return scan_source(std::move(source));
}

} // namespace petze

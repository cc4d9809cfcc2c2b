#include "conversation/flow_table.h"

#include "base/byte_reader.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

using namespace petze;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// One direction: where every byte is its own sequence number, a stream that was put in order
/// counts up, and a gap counts on.
class Side {
public:
    void data(Bytes bytes, bool counts_up)
    {
        require(!finished && !bytes.empty());
        for (auto byte : bytes) {
            require(!counts_up || !m_begun || byte == m_next);
            m_begun = true;
            m_next = static_cast<std::uint8_t>(byte + 1);
        }
        payload += bytes.size();
    }
    void pass(std::uint64_t count)
    {
        constexpr std::uint64_t far_back = 0xfff0'0000; // seen as a number that wrapped
        require(!finished && count > 0 && count < far_back);
        m_next = static_cast<std::uint8_t>(m_next + count);
        gap += count;
    }

    std::uint64_t payload = 0, gap = 0;
    bool finished = false;

private:
    bool m_begun = false;
    std::uint8_t m_next = 0;
};

class Handler : public ConversationHandler {
public:
    explicit Handler(bool counts_up)
        : m_counts_up(counts_up)
    {
    }
    void data(Direction direction, Bytes bytes, Stamp const& carried, Stamp const& now) override
    {
        require(carried.frame <= now.frame);
        of(direction).data(bytes, m_counts_up);
    }
    void gap(Direction direction, std::uint64_t count, Stamp const&) override
    {
        of(direction).pass(count);
    }
    void finish(Direction direction, Stamp const&) override
    {
        require(!of(direction).finished);
        of(direction).finished = true;
    }
    void datagram(Direction direction, Bytes bytes, std::uint32_t missing, Stamp const&) override
    {
        require(!of(direction).finished && !bytes.empty());
        of(direction).payload += bytes.size();
        of(direction).gap += missing;
    }
    bool reads_content() const override { return true; }

    Side to_server, to_client;

private:
    Side& of(Direction direction)
    {
        return direction == Direction::to_server ? to_server : to_client;
    }
    bool m_counts_up;
};

class Observer : public ConversationObserver {
public:
    explicit Observer(bool counts_up)
        : m_counts_up(counts_up)
    {
    }
    std::unique_ptr<ConversationHandler> begin(FlowIdentity const&) override
    {
        return std::make_unique<Handler>(m_counts_up);
    }
    void end(FlowIdentity const& flow, FlowRecord const& record, ConversationHandler* handler,
             Stamp const&) override
    {
        packets += record.to_server.packets + record.to_client.packets;
        if (!handler)
            return;
        bool const tcp = flow.protocol == protocol::tcp;
        auto const& told = static_cast<Handler const&>(*handler);
        check(told.to_server, record.to_server, tcp);
        check(told.to_client, record.to_client, tcp);
    }

    std::uint64_t packets = 0;

private:
    // A datagram of which nothing was captured is in the record alone.
    static void check(Side const& told, FlowRecord::Side const& record, bool tcp)
    {
        require(told.finished && told.payload == record.payload);
        require(tcp ? told.gap == record.gap : told.gap <= record.gap);
    }
    bool m_counts_up;
};

/// A packet of one of eight conversations from a few bytes.
Packet next_packet(ByteReader& in, bool counts_up, Bytes numbers)
{
    auto const choice = in.u8();
    Packet out;
    out.key.low = Address::parse("10.0.0.1").value();
    out.key.high = Address::parse("192.0.2.1").value();
    out.key.low_port = static_cast<std::uint16_t>(40000 + (choice & 3));
    out.key.high_port = 443;
    out.key.protocol = (choice & 4) != 0 ? protocol::tcp : protocol::udp;
    out.hash = out.key.hash();
    out.from_low = (choice & 8) != 0;
    out.truncated = (choice & 0xf0) == 0xf0;
    out.tcp_flags = in.u8();
    // Near the beginning of the numbers as a rule, anywhere else at times.
    out.sequence = (choice & 0x10) != 0 ? in.u32() : std::uint32_t{in.u16()} - 0x1000u;
    out.acknowledged = (choice & 0x20) != 0 ? in.u32() : std::uint32_t{in.u16()} - 0x1000u;
    std::size_t const length = in.u8() * ((choice & 0x40) != 0 ? 16u : 1u);
    out.payload_missing = in.u8() % 16 == 1 ? in.u16() : 0u;
    bool const syn = out.has(Packet::syn); // its own number comes before the first byte's
    auto const lies = !counts_up && (choice & 0x80) != 0 ? 1u : 0u;
    auto const first = static_cast<std::uint8_t>(out.sequence + (syn ? 1 : 0) + lies);
    out.payload = out.truncated ? Bytes{} : numbers.subspan(first, length);
    return out;
}

} // namespace

// Segments of a few connections and datagrams between them, in any order, again and again. The
// first byte says whether copies of a byte may differ, and how fast the clock runs.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    static auto const numbers = [] {
        std::array<std::uint8_t, 256 + 255 * 16> out{};
        std::iota(out.begin(), out.end(), std::uint8_t{0});
        return out;
    }();
    ByteReader in{{data, size}};
    auto const setting = in.u8();
    bool const counts_up = (setting & 1) == 0;
    Observer observer{counts_up};
    Tally tally;
    FlowTable table{observer, tally, 0, {5, 10'000}};
    Stamp now;
    while (in.ok() && in.remaining() > 0) {
        auto packet = next_packet(in, counts_up, numbers);
        if (!in.ok())
            break;
        now.time_ns += std::int64_t{setting >> 1} << 27; // eighths of a second
        packet.time_ns = now.time_ns;
        packet.frame = ++now.frame;
        table.take(packet, 0);
        table.tick(now);
        require(table.size() <= 5);
    }
    table.finish(now);
    require(table.size() == 0 && observer.packets == now.frame);
    return 0;
}

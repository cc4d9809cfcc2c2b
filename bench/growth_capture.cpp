// Writes a capture of as many conversations as wanted to standard output, without end in sight:
// what no disk would hold is made while it is read.
#include "base/byte_reader.h"
#include "testing/capture_files.h"
#include "testing/packets.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace {

using namespace petze;
using testing::Buffer;

constexpr std::size_t record_header = 16, ethernet = 14, ip_addresses = ethernet + 12;
constexpr std::size_t ports = ethernet + 20, sequence = ports + 4;
constexpr std::uint32_t servers = 20'000;

/// One packet with its record header, in which a few fields are set anew each time.
class Template {
public:
    explicit Template(Buffer const& frame)
    {
        for (auto const size :
             {0u, 0u, static_cast<unsigned>(frame.size()), static_cast<unsigned>(frame.size())})
            testing::put(m_bytes, ByteOrder::little, size, 4);
        m_bytes.insert(m_bytes.end(), frame.begin(), frame.end());
    }

    /// In the order of the wire.
    void set(std::size_t at, std::uint32_t value, std::size_t width)
    {
        for (std::size_t i = 0; i < width; ++i)
            m_bytes[record_header + at + i] =
                static_cast<std::uint8_t>(value >> (8 * (width - 1 - i)));
    }
    void write(std::uint64_t microseconds)
    {
        constexpr std::uint64_t second = 1'000'000;
        auto const stamp = std::array{static_cast<std::uint32_t>(microseconds / second),
                                      static_cast<std::uint32_t>(microseconds % second)};
        std::memcpy(m_bytes.data(), stamp.data(), sizeof(stamp)); // a machine of little endian
        if (std::fwrite(m_bytes.data(), 1, m_bytes.size(), stdout) != m_bytes.size())
            std::exit(1); // who reads has had enough
    }
    std::size_t size() const { return m_bytes.size(); }

private:
    Buffer m_bytes;
};

Buffer name_of_server()
{
    return testing::bytes_of(std::string_view{"\6s00000\7example\0\0\1\0\1", 20});
}

/// A conversation of TCP after its question to DNS: a few hundred bytes up and down, half of them
/// without an end. `bulk` makes one of many large packets instead.
class Phone {
public:
    void conversation(std::uint32_t number)
    {
        auto const server = number % servers;
        auto const port = 1024 + number % 60'000;
        m_port = port;
        m_first = number << 16;          // a port that is used again counts from elsewhere
        m_server = 0xc6120000u + server; // 198.18.0.0/15, RFC 2544
        ask(server);
        for (std::size_t i = 0; i < m_tcp.size(); ++i) {
            auto const& [up, relative] = m_order[i];
            if (i >= 5 && number % 2 == 0)
                break;
            segment(m_tcp[i], up, relative);
        }
        constexpr std::uint64_t apart = 4000; // a port comes again after the timeout of its UDP
        m_now += apart;
    }
    void bulk(std::uint64_t bytes)
    {
        m_port = 1024 + m_next_port++ % 60'000;
        m_server = 0xc6120001;
        std::uint32_t at = 1;
        segment(m_tcp[0], true, 0);
        segment(m_tcp[1], false, 0);
        for (std::uint64_t sent = 0; sent < bytes; sent += m_large.size()) {
            segment(m_large, true, at);
            at += large_payload;
        }
    }

    static constexpr std::uint32_t large_payload = 1448;

private:
    void segment(Template& packet, bool up, std::uint32_t relative)
    {
        constexpr std::uint32_t phone = 0x0a000002; // 10.0.0.2
        packet.set(ip_addresses, up ? phone : m_server, 4);
        packet.set(ip_addresses + 4, up ? m_server : phone, 4);
        packet.set(ports, up ? m_port : 443, 2);
        packet.set(ports + 2, up ? 443 : m_port, 2);
        packet.set(sequence, m_first + relative, 4);
        packet.write(m_now += 100);
    }
    void ask(std::uint32_t server)
    {
        auto const digits = std::to_string(100'000 + server);
        for (auto* packet : {&m_question, &m_answer}) {
            for (std::size_t i = 0; i < 5; ++i)
                packet->set(ports + 8 + 12 + 2 + i, static_cast<std::uint8_t>(digits[i + 1]), 1);
            packet->set(packet == &m_question ? ports : ports + 2, m_port, 2);
            packet->set(ports + 8, m_port, 2); // the message's number
        }
        m_answer.set(ports + 8 + 12 + 20 + 12, m_server, 4);
        m_question.write(m_now += 100);
        m_answer.write(m_now += 100);
    }

    static Buffer dns(unsigned flags, unsigned answers)
    {
        Buffer out;
        for (auto const field : {0u, flags, 1u, answers, 0u, 0u})
            testing::put16(out, field);
        testing::append(out, name_of_server());
        if (answers > 0) // the name again, A, IN, for a minute
            testing::append(out, {0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 0, 0, 0, 0});
        return out;
    }
    static Template tcp(unsigned flags, std::size_t payload)
    {
        return Template{testing::ethernet(
            0x0800, testing::ipv4("10.0.0.2", "198.18.0.1", 6,
                                  testing::tcp(1024, 443, 0, flags, Buffer(payload, 0x81))))};
    }
    static Template udp(Buffer const& message, bool up)
    {
        return Template{testing::ethernet(
            0x0800, testing::ipv4(up ? "10.0.0.2" : "10.0.0.1", up ? "10.0.0.1" : "10.0.0.2", 17,
                                  testing::udp(up ? 1024 : 53, up ? 53 : 1024, message)))};
    }

    struct Step {
        bool up{};
        std::uint32_t relative{};
    };
    Template m_question = udp(dns(0x0100, 0), true), m_answer = udp(dns(0x8180, 1), false);
    std::array<Template, 7> m_tcp{tcp(testing::syn, 0),
                                  tcp(testing::syn | testing::ack, 0),
                                  tcp(testing::ack, 0),
                                  tcp(testing::ack | testing::push, 120),
                                  tcp(testing::ack | testing::push, 240),
                                  tcp(testing::ack | testing::fin, 0),
                                  tcp(testing::ack | testing::fin, 0)};
    std::array<Step, 7> m_order{
        {{true, 0}, {false, 0}, {true, 1}, {true, 1}, {false, 1}, {true, 121}, {false, 241}}};
    Template m_large = tcp(testing::ack, large_payload);
    std::uint64_t m_now = std::uint64_t{1'700'000'000} * 1'000'000;
    std::uint32_t m_port{}, m_server{}, m_first{}, m_next_port{};
};

} // namespace

int main(int argc, char** argv)
{
    std::string_view const kind = argc == 3 ? argv[1] : "";
    std::string_view const text = argc == 3 ? argv[2] : "";
    std::uint64_t count{};
    std::from_chars(text.data(), text.data() + text.size(), count);
    if ((kind != "conversations" && kind != "bytes") || count == 0) {
        std::fputs("usage: petze_growth_capture conversations|bytes COUNT > capture.pcap\n",
                   stderr);
        return 2;
    }
    std::setvbuf(stdout, nullptr, _IOFBF, 1 << 20);
    auto const header = petze::testing::PcapFile{}.bytes();
    std::fwrite(header.data(), 1, header.size(), stdout);
    Phone phone;
    constexpr std::uint64_t a_connection = std::uint64_t{1} << 30;
    if (kind == "conversations")
        for (std::uint64_t i = 0; i < count; ++i)
            phone.conversation(static_cast<std::uint32_t>(i));
    else
        for (std::uint64_t done = 0; done < count; done += a_connection)
            phone.bulk(std::min(a_connection, count - done));
    return std::fflush(stdout) == 0 ? 0 : 1;
}

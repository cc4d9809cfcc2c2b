#include "dissect/dns/dns_dissector.h"
#include "dissect/dns/message.h"
#include "testing/recorder.h"

#include <cstdlib>

using namespace petze;

// The bytes as a datagram, and as a stream: cut in two it says the same as whole.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    Bytes const bytes{data, size};
    looks_like_dns(bytes);
    testing::Recorder datagram;
    dissect_dns(Direction::to_server, bytes, datagram.context, nullptr);

    if (size == 0)
        return 0;
    auto const stream = bytes.subspan(1);
    auto const split = bytes[0] * stream.size() / 256;
    testing::Recorder whole;
    auto const at_once = make_dns_dissector(whole.context, nullptr);
    at_once->take(Direction::to_server, stream);
    at_once->finish(Direction::to_server);
    testing::Recorder cut;
    auto const in_two = make_dns_dissector(cut.context, nullptr);
    in_two->take(Direction::to_server, stream.first(split));
    in_two->take(Direction::to_server, stream.subspan(split));
    in_two->finish(Direction::to_server);
    if (whole.of<DnsMessage>() != cut.of<DnsMessage>() || whole.fields.size() != cut.fields.size())
        std::abort();
    return 0;
}

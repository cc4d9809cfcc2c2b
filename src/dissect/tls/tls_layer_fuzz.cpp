#include "dissect/tls/tls_dissector.h"

#include "base/byte_reader.h"
#include "testing/recorder.h"

#include <algorithm>
#include <cstdlib>

using namespace petze;

namespace {

// RFC 8448 section 3, and a master secret for the client random that the seeds of TLS 1.2 have.
KeyLog const& keys()
{
    static KeyLog const log = [] {
        std::string const random =
            "cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283024dece7";
        KeyLog made;
        made.add("CLIENT_HANDSHAKE_TRAFFIC_SECRET " + random
                 + " b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21\n");
        made.add("SERVER_HANDSHAKE_TRAFFIC_SECRET " + random
                 + " b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38\n");
        made.add("CLIENT_TRAFFIC_SECRET_0 " + random
                 + " 9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5\n");
        made.add("SERVER_TRAFFIC_SECRET_0 " + random
                 + " a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643\n");
        made.add("CLIENT_RANDOM " + std::string(64, '1') + " " + std::string(96, '4') + "\n");
        made.finish();
        return made;
    }();
    return log;
}

} // namespace

// Pieces: a byte for the direction (bit 0) and whether bytes are missing (bit 1) or the direction
// ends (bit 2), two for how many. One connection is told, whatever comes.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    testing::Recorder recorder;
    recorder.context.keys = &keys();
    auto const dissector = make_tls_dissector(recorder.context, nullptr);
    bool ended[2] = {};
    std::uint64_t frame = 0;
    ByteReader in{Bytes{data, size}};
    while (in.ok() && in.remaining() > 0) {
        auto const head = in.u8();
        auto const direction = head & 1 ? Direction::to_client : Direction::to_server;
        std::size_t const count = in.u16();
        recorder.packet(++frame);
        if (ended[head & 1])
            continue;
        if (head & 4) {
            ended[head & 1] = true;
            dissector->finish(direction);
        } else if (head & 2)
            dissector->gap(direction, count + 1);
        else
            dissector->take(direction, in.take(std::min(count, in.remaining())));
    }
    for (auto const direction : {Direction::to_server, Direction::to_client})
        if (!ended[static_cast<std::size_t>(direction)])
            dissector->finish(direction);
    if (recorder.of<TlsConnection>().size() != 1)
        std::abort();
    return 0;
}

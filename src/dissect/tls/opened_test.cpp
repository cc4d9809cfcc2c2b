#include "dissect/tls/tls_dissector.h"

#include "base/text.h"
#include "testing/recorder.h"
#include "testing/tls.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace petze::testing;

constexpr auto up = Direction::to_server, down = Direction::to_client;

/// RFC 8448 section 3, "Simple 1-RTT Handshake": its records, in their order.
struct Trace {
    Direction direction;
    testing::Buffer record;
};
std::vector<Trace> const& trace()
{
    static std::vector<Trace> const records{
        {up, record(22, handshake(1, rfc8448_client_hello()), 0x0301)},
        {down, record(22, handshake(2, rfc8448_server_hello()))},
        {down, from_hex("17030302a2d1ff334a56f5bff6594a07cc87b580233f500f45e489e7f33af35edf7869fcf4"
                        "0aa40aa2b8ea73",
                        "f848a7ca07612ef9f945cb960b4068905123ea78b111b429ba9191cd05d2a389280f526134"
                        "aadc7fc78c4b72",
                        "9df828b5ecf7b13bd9aefb0e57f271585b8ea9bb355c7c79020716cfb9b1183ef3ab20e37d"
                        "57a6b9d7477609",
                        "aee6e122a4cf51427325250c7d0e509289444c9b3a648f1d71035d2ed65b0e3cdd0cbae8bf"
                        "2d0b227812cbb3",
                        "60987255cc744110c453baa4fcd610928d809810e4b7ed1a8fd991f06aa6248204797e36a6"
                        "a73b70a2559c09",
                        "ead686945ba246ab66e5edd8044b4c6de3fcf2a89441ac66272fd8fb330ef8190579b36845"
                        "96c960bd596eea",
                        "520a56a8d650f563aad27409960dca63d3e688611ea5e22f4415cf9538d51a200c27034272"
                        "968a264ed6540c",
                        "84838d89f72c24461aad6d26f59ecaba9acbbb317b66d902f4f292a36ac1b639c637ce3431"
                        "17b65962224531",
                        "7b49eeda0c6258f100d7d961ffb138647e92ea330faeea6dfa31c7a84dc3bd7e1b7a6c7178"
                        "af36879018e3f2",
                        "52107f243d243dc7339d5684c8b0378bf30244da8c87c843f5e56eb4c5e8280a2b48052cf9"
                        "3b16499a66db7c",
                        "ca71e4599426f7d461e66f99882bd89fc50800becca62d6c74116dbd2972fda1fa80f85df8"
                        "81edbe5a376689",
                        "36b335583b599186dc5c6918a396fa48a181d6b6fa4f9d62d513afbb992f2b992f67f8afe6"
                        "7f76913fa388cb",
                        "5630c8ca01e0c65d11c66a1e2ac4c85977b7c7a6999bbf10dc35ae69f5515614636c0b9b68"
                        "c19ed2e31c0b3b",
                        "66763038ebba42f3b38edc0399f3a9f23faa63978c317fc9fa66a73f60f0504de93b5b845e"
                        "275592c12335ee",
                        "340bbc4fddd502784016e4b3be7ef04dda49f4b440a30cb5d2af939828fd4ae3794e44f94d"
                        "f5a631ede42c17",
                        "19bfdabf0253fe5175be898e750edc53370d2b")},
        {up, from_hex("170303003575ec4dc238cce60b298044a71e219c56cc77b0517fe9b93c7a4bfc44d87f38f803"
                      "38ac98fc46de",
                      "b384bd1caeacab6867d726c40546")},
        {down, from_hex("17030300de3a6b8f90414a97d6959c3487680de5134a2b240e6cffac116e95d41d6af8f6b5"
                        "80dcf3d11d63c7",
                        "58db289a015940252f55713e061dc13e078891a38efbcf5753ad8ef170ad3c7353d16d9da7"
                        "73b9ca7f2b9fa1",
                        "b6c0d4a3d03f75e09c30ba1e62972ac46f75f7b981be63439b2999ce13064615139891d5e4"
                        "c5b406f16e3fc1",
                        "81a77ca475840025db2f0a77f81b5ab05b94c01346755f69232c86519d86cbeeac87aac347"
                        "d143f9605d64f6",
                        "50db4d023e70e952ca49fe5137121c74bc2697687e248746d6df353005f3bce18696129c81"
                        "53556b3b6c6779",
                        "b37bf15985684f")},
        {up, from_hex("1703030043a23f7054b62c94d0affafe8228ba55cbefacea42f914aa66bcab3f2b9819a8a5b4"
                      "6b395bd54a9a",
                      "20441e2b62974e1f5a6292a2977014bd1e3deae63aeebb21694915e4")},
        {down, from_hex("17030300432e937e11ef4ac740e538ad36005fc4a46932fc3225d05f82aa1b36e30efaf97d"
                        "90e6dffc602dcb",
                        "501a59a8fcc49c4bf2e5f0a21c0047c2abf332540dd032e167c2955d")},
        {up, from_hex("1703030013c9872760655666b74d7ff1153efd6db6d0b0e3")},
        {down, from_hex("1703030013b58fd67166ebf599d24720cfbe7efa7a8864a9")},
    };
    return records;
}
constexpr std::size_t server_flight = 2, client_finished = 3, ticket = 4, client_data = 5;

/// The secrets that the RFC names, in the format of a key log.
KeyLog const& keys()
{
    static KeyLog const log = [] {
        std::string const random =
            "cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283024dece7 ";
        KeyLog made;
        made.add("CLIENT_HANDSHAKE_TRAFFIC_SECRET " + random
                 + "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21\n");
        made.add("SERVER_HANDSHAKE_TRAFFIC_SECRET " + random
                 + "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38\n");
        made.add("CLIENT_TRAFFIC_SECRET_0 " + random
                 + "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5\n");
        made.add("SERVER_TRAFFIC_SECRET_0 " + random
                 + "a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643\n");
        made.finish();
        return made;
    }();
    return log;
}

/// Keeps what lies inside.
std::string said[2];
class Inside final : public StreamDissector {
public:
    void take(Direction direction, Bytes piece) override
    {
        said[static_cast<std::size_t>(direction)] += to_hex(piece);
    }
    void gap(Direction direction, std::uint64_t) override
    {
        said[static_cast<std::size_t>(direction)] += "[gap]";
    }
    void finish(Direction direction) override { said[static_cast<std::size_t>(direction)] += "."; }
};

/// Plays the trace in this order of its records; `lost` is missing, where it is one of them.
TlsConnection play(std::vector<std::size_t> const& order, std::size_t lost, std::size_t piece,
                   Recorder& recorder)
{
    said[0].clear();
    said[1].clear();
    recorder.context.keys = &keys();
    recorder.context.next_stream = [](LayerContext&, Origin const*, std::string_view) {
        return std::unique_ptr<StreamDissector>{std::make_unique<Inside>()};
    };
    auto const dissector = make_tls_dissector(recorder.context, nullptr);
    std::uint64_t frame = 0;
    for (auto const i : order) {
        auto const& [direction, bytes] = trace()[i];
        recorder.packet(++frame);
        if (i == lost)
            dissector->gap(direction, bytes.size());
        else
            for (Bytes rest{bytes}; !rest.empty();
                 rest = rest.subspan(std::min(piece, rest.size())))
                dissector->take(direction, rest.first(std::min(piece, rest.size())));
    }
    dissector->finish(down);
    dissector->finish(up);
    auto const told = recorder.of<TlsConnection>();
    EXPECT_EQ(told.size(), 1u);
    return told.empty() ? TlsConnection{} : told[0];
}

constexpr std::size_t none = 99;
std::string const data = // both sides say the same
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e"
    "2f3031";

TEST(OpenedTls, OpensTheTraceOfRfc8448AtEverySplit)
{
    for (std::size_t piece : {1u, 2u, 5u, 64u, 1000u}) {
        SCOPED_TRACE(piece);
        Recorder recorder;
        auto const told = play({0, 1, 2, 3, 4, 5, 6, 7, 8}, none, piece, recorder);
        EXPECT_TRUE(told.decrypted);
        EXPECT_EQ(told.version, "TLS 1.3");
        EXPECT_EQ(told.sni, "server");
        EXPECT_EQ(told.certificate.subject, "CN=rsa"); // of the certificate inside the flight
        EXPECT_EQ(said[0], data + ".");
        EXPECT_EQ(said[1], data + ".");
        EXPECT_TRUE(recorder.tally.rows().empty());
    }
}

TEST(OpenedTls, OpensItWhateverTheOrderOfTheSidesAndWithOneRecordLost)
{
    struct {
        char const* name;
        std::vector<std::size_t> order;
        std::size_t lost;
        std::string up, down;
    } const cases[] = {
        {"the server's packets first", {1, 2, 4, 6, 8, 0, 3, 5, 7}, none, data + ".", data + "."},
        {"the client's packets first", {0, 3, 5, 7, 1, 2, 4, 6, 8}, none, data + ".", data + "."},
        {"without the flight", {0, 1, 2, 3, 4, 5, 6, 7, 8}, server_flight, data + ".", data + "."},
        {"without Finished", {0, 1, 2, 3, 4, 5, 6, 7, 8}, client_finished, data + ".", data + "."},
        {"without the ticket, which may have been data",
         {0, 1, 2, 3, 4, 5, 6, 7, 8},
         ticket,
         data + ".",
         "[gap]" + data + "."},
        {"without the ServerHello", {0, 1, 2, 3, 4, 5, 6, 7, 8}, 1, data + ".", data + "."},
        {"without the client's data",
         {0, 1, 2, 3, 4, 5, 6, 7, 8},
         client_data,
         "[gap].",
         data + "."},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Recorder recorder;
        EXPECT_TRUE(play(c.order, c.lost, 1000, recorder).decrypted);
        EXPECT_EQ(said[0], c.up);
        EXPECT_EQ(said[1], c.down);
    }
}

TEST(OpenedTls, SaysWhyItStaysClosed)
{
    Recorder recorder;
    auto const told = play({0, 1, 2, 3, 4, 5, 6, 7, 8}, 0, 1000, recorder);
    EXPECT_FALSE(told.decrypted);
    EXPECT_EQ(told.why_not, "handshake not seen");
}

} // namespace
} // namespace petze

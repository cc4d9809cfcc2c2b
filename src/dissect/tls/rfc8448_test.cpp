#include "dissect/tls/tls_dissector.h"

#include "base/text.h"
#include "testing/recorder.h"
#include "testing/tls.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace petze {
namespace {

using namespace petze::testing;

constexpr auto up = Direction::to_server, down = Direction::to_client;

struct Sent {
    Direction direction;
    testing::Buffer record;
};

constexpr auto ticket =
    "2c035d829359ee5ff7af4ec900000000262a6494dc486d2c8a34cb33fa90bf1b0070ad3c498883c9367c09a2be78"
    "5abc55cd226097a3a982117283f82a03a143efd3ff5dd36d64e861be7fd61d2827db279cce145077d454a3664d4e"
    "6da4d29ee03725a6a4dafcd0fc67d2aea70529513e3da2677fa5906c5b3f7d8f92f228bda40dda721470f9fbf297"
    "b5aea617646fac5c03272e970727c621a79141ef5f7de6505e5bfbc388e93343694093934ae4d357";

/// RFC 8448 section 4, "Resumed 0-RTT Handshake": its records, in their order.
std::vector<Sent> const& trace()
{
    static std::vector<Sent> const records{
        {up,
         record(
             22,
             from_hex("010001fc03031bc3ceb6bbe39cff938355b5a50adb6db21b7a6af649d7b4bc419d787648",
                      "7d95000006130113031302010001cd0000000b0009000006736572766572ff01000100000a",
                      "00140012001d00170018001901000101010201030104003300260024001d0020e4ffb68ac0",
                      "5f8d96c99da26698346c6be16482badddafe051a66b4f18d668f0b002a0000002b00030203",
                      "04000d0020001e040305030603020308040805080604010501060102010402050206020202",
                      "002d00020101001c0002400100150057", std::string(2 * 0x57, '0'),
                      "002900dd00b800b2", ticket, "fad6aacb", "002120",
                      "3add4fb2d8fdf822a0ca3cf7678ef5e88dae990141c5924d57bb6fa31b9e5f9d"),
             0x0301)},
        {up, from_hex("1703030017ab1df420e75c457a7cc5d2844f76d5aee4b4edbf049be0")},
        {down,
         record(22, from_hex("0200005c03033ccfd2dec890222763472ae8136777c9d7358777bb66e91ea5122495",
                             "f559ea2d00130100003400290002000000330024001d0020121761ee42c333e1b9e7",
                             "7b60dd57c2053cd94512ab47f115e86eff50942cea31002b00020304"))},
        {down,
         from_hex("1703030061dc48237b4b879f50d0d4d262ea8b4716eb40ddc1eb957e11126e8a71",
                  "49c2d012d37a7115957e64ce30008b9e0323f2c05a9c1c77b4f37849a695ab2550",
                  "60a33fee770ca95cb8486bfd0843b87024865ca35cc41c4e515c64dcb1369f9863", "5bc7a5")},
        {up, from_hex("1703030015aca6fc944841298df99593725f9bf9754429b12f09")},
        {up, from_hex("170303003500f8b467d14cf22a4b3f0b6ae0d8e6cc8d08e0db3515ef5c2bdf1922",
                      "eafbb70009964716d834fb70c3d2a56c5b1f5f6bdba6c333cf")},
        {up, from_hex("1703030043b1cebce242aa201be9ae5e1cb2a9aa4b33d4e866af1edb068919237741aa031d",
                      "7a74d491c99b9d4e232b74206bc6fbaa04fe78be44a9b4f54320a17eb76992afac3103")},
        {down,
         from_hex("1703030043275e9f20acff57bc000657d3867df039cccf79047884cf75771746f740b5a8",
                  "3f462a0954c3581393a203a25a7dd14141ef1a37900cdb62ff62dee1ba39ab2590cbf194")},
        {up, from_hex("17030300130facce3246bdfc6369838d6a82ae6de5d422dc")},
        {down, from_hex("17030300135b18af444e8e1eec7158fb62d8f2577d37ba5d")},
    };
    return records;
}

/// The secrets that the RFC names, in the format of a key log; the first is that of early data.
std::vector<std::string> secrets()
{
    std::string const random = " 1bc3ceb6bbe39cff938355b5a50adb6db21b7a6af649d7b4bc419d7876487d95 ";
    return {"CLIENT_EARLY_TRAFFIC_SECRET" + random
                + "3fbbe6a60deb66c30a32795aba0eff7eaa10105586e7be5c09678d63b6caab62\n",
            "CLIENT_HANDSHAKE_TRAFFIC_SECRET" + random
                + "2faac08f851d35fea3604fcb4de82dc62c9b164a70974d0462e27f1ab278700f\n",
            "SERVER_HANDSHAKE_TRAFFIC_SECRET" + random
                + "fe927ae271312e8bf0275b581c54eef020450dc4ecffaa05a1a35d27518e7803\n",
            "CLIENT_TRAFFIC_SECRET_0" + random
                + "2abbf2b8e381d23dbebe1dd2a7d16a8bf484cb4950d23fb7fb7fa8547062d9a1\n",
            "SERVER_TRAFFIC_SECRET_0" + random
                + "cc21f1bf8feb7dd5fa505bd9c4b468a9984d554a993dc49e6d285598fb672691\n"};
}

/// What lies inside, in hex.
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
    void finish(Direction) override {}
};

void play(std::vector<std::size_t> const& order, std::size_t piece, std::string const& log,
          Recorder& recorder)
{
    said[0].clear();
    said[1].clear();
    KeyLog keys;
    keys.add(log);
    keys.finish();
    recorder.context.keys = &keys;
    recorder.context.next_stream = [](LayerContext&, Origin const*, std::string_view) {
        return std::unique_ptr<StreamDissector>{std::make_unique<Inside>()};
    };
    auto const dissector = make_tls_dissector(recorder.context, nullptr);
    std::uint64_t frame = 0;
    for (auto const i : order) {
        auto const& [direction, bytes] = trace()[i];
        recorder.packet(++frame);
        for (Bytes rest{bytes}; !rest.empty(); rest = rest.subspan(std::min(piece, rest.size())))
            dissector->take(direction, rest.first(std::min(piece, rest.size())));
    }
    dissector->finish(down);
    dissector->finish(up);
}

std::string const data = // both sides say the same
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e"
    "2f3031";
constexpr auto early = "414243444546"; // "ABCDEF"

TEST(Rfc8448, ResumedWithEarlyData)
{
    auto const all = secrets();
    auto const log = all[0] + all[1] + all[2] + all[3] + all[4];
    auto const without_early = all[1] + all[2] + all[3] + all[4];
    struct {
        char const* name;
        std::vector<std::size_t> order;
        std::string log, up, down;
    } const cases[] = {
        {"as it was sent", {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, log, early + data, data},
        {"the client's packets first", {0, 1, 4, 5, 6, 8, 2, 3, 7, 9}, log, early + data, data},
        {"the server's packets first", {2, 3, 7, 9, 0, 1, 4, 5, 6, 8}, log, early + data, data},
        {"without the secret of early data",
         {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
         without_early,
         data,
         data},
    };
    for (auto const& c : cases)
        for (std::size_t piece : {1u, 7u, 1000u}) {
            SCOPED_TRACE(std::string{c.name} + ", pieces of " + std::to_string(piece));
            Recorder recorder;
            play(c.order, piece, c.log, recorder);
            EXPECT_EQ(said[0], c.up);
            EXPECT_EQ(said[1], c.down);
            auto const told = recorder.of<TlsConnection>();
            ASSERT_EQ(told.size(), 1u);
            EXPECT_TRUE(told[0].decrypted);
            EXPECT_EQ(told[0].version, "TLS 1.3");
            EXPECT_EQ(told[0].cipher, "TLS_AES_128_GCM_SHA256");
            EXPECT_EQ(told[0].sni, "server");
        }
}

// What whoever gets a slice needs, and no line that is another connection's.
TEST(Rfc8448, LeavesItsSecretsBehind)
{
    auto const all = secrets();
    auto const log = all[0] + all[1] + all[2] + all[3] + all[4];
    auto other = log;
    for (std::size_t at = 0; (at = other.find("1bc3", at)) != std::string::npos; ++at)
        other[at] = '2';
    Recorder recorder;
    play({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 1000, other + log, recorder);
    EXPECT_EQ(recorder.context.secrets, log);
    Recorder closed;
    play({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 1000, other, closed);
    EXPECT_EQ(closed.context.secrets, "");
}

} // namespace
} // namespace petze

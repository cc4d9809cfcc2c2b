#include "dissect/xiaomi_push/xiaomi_push_dissector.h"

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "decrypt/crypto/cipher.h"
#include "dissect/content/content.h"
#include "dissect/content/payload.h"
#include "dissect/content/scope.h"
#include "dissect/layer_tools.h"
#include "dissect/marks.h"
#include "dissect/xiaomi_push/frame.h"

#include <algorithm>
#include <array>
#include <utility>

namespace petze {

namespace {

using namespace xiaomi_push;

constexpr std::string_view connect = "CONN";

class XiaomiPushDissector final : public StreamDissector {
public:
    XiaomiPushDissector(LayerContext& context, Origin const* parent)
        : m_context(context)
        , m_parent(parent)
        , m_stray(context, parent)
    {
    }

    void take(Direction direction, Bytes piece) override;
    void gap(Direction direction, std::uint64_t count) override;
    void finish(Direction direction) override;

private:
    struct Side {
        std::vector<std::uint8_t> held; // a frame that is not whole yet
        Marks marks;
        bool lost = false; // where the next frame begins is not known
    };

    /// How much of what is held is still missing of a frame; 0 where it is whole.
    static std::size_t missing(Bytes held);
    void frame(Direction direction, Bytes frame, FrameRange const& frames);
    bool tell(Direction direction, Bytes bytes, std::string_view step, FrameRange const& frames);
    void tell_payload(Body const& body, Direction direction, Origin const& node,
                      FrameRange const& frames);
    void learn(Direction direction, Body const& body);
    void lose(Direction direction, std::string_view why);
    void pass_stray(Direction direction);

    Side& of(Direction direction) { return m_sides[static_cast<std::size_t>(direction)]; }

    LayerContext& m_context;
    Origin const* m_parent;
    std::array<Side, 2> m_sides;
    StrayBytes m_stray;
    std::string m_device_id, m_challenge;
    std::vector<std::uint8_t> m_key; // empty until both are known
};

void XiaomiPushDissector::take(Direction direction, Bytes piece)
{
    auto& side = of(direction);
    if (side.lost && body_length(piece)) // a frame begins in a segment of its own
        side.lost = false;
    while (!piece.empty() && !side.lost) {
        auto const size = std::min(missing(side.held), piece.size());
        side.marks.add(side.held.size(), m_context.data);
        side.held.insert(side.held.end(), piece.begin(),
                         piece.begin() + static_cast<std::ptrdiff_t>(size));
        piece = piece.subspan(size);
        auto const length =
            side.held.size() < start_bytes ? 0 : body_length(side.held).value_or(~0u);
        if (length > limits::xiaomi_frame_bytes) {
            lose(direction, "xiaomi-push: no frame where one should begin");
        } else if (side.held.size() >= start_bytes && missing(side.held) == 0) {
            auto const whole = std::exchange(side.held, {});
            auto const frames = side.marks.frames(0, whole.size());
            side.marks.clear();
            frame(direction, whole, frames);
        }
    }
    if (!piece.empty())
        m_stray.take(direction, piece);
}

std::size_t XiaomiPushDissector::missing(Bytes held)
{
    if (held.size() < start_bytes)
        return start_bytes - held.size();
    return start_bytes + body_length(held).value_or(0) + checksum_bytes - held.size();
}

void XiaomiPushDissector::frame(Direction direction, Bytes frame, FrameRange const& frames)
{
    ByteReader in{frame.last(checksum_bytes)};
    if (in.u32() != checksum(frame))
        m_context.tally.count("xiaomi-push: wrong checksum");
    auto const body = frame.subspan(start_bytes, frame.size() - start_bytes - checksum_bytes);
    auto const count_opened = [&] { opened_bytes(m_context, direction) += frame.size(); };
    if (body.empty()) { // it keeps the connection alive
        count_opened();
        m_context.messages(AppMessage{"xiaomi-push", direction, "PING", 0, to_hex(sha256({}))});
        return;
    }
    if (!m_key.empty())
        if (auto const clear = open(m_key, body);
            clear && tell(direction, *clear, "xiaomi-push:rc4", frames)) {
            count_opened();
            return;
        }
    if (tell(direction, body, "xiaomi-push", frames)) {
        count_opened();
        return;
    }
    m_context.tally.count(m_key.empty() ? crypto::has_legacy_ciphers()
                                              ? "xiaomi-push: beginning of the connection not seen"
                                              : "xiaomi-push: OpenSSL without RC4"
                                        : "xiaomi-push: frame could not be opened");
    m_stray.take(direction, frame);
}

/// False where the body is none: encrypted, most likely.
bool XiaomiPushDissector::tell(Direction direction, Bytes bytes, std::string_view step,
                               FrameRange const& frames)
{
    auto const [body, flaw] = decode_body(bytes);
    if (flaw)
        return false;
    Origin const node{m_parent, step};
    tell_protobuf(body.header, &node, frames, {direction, {}}, m_context);
    tell_payload(body, direction, node, frames);
    auto name = content::readable(body.command);
    if (!body.subcommand.empty())
        name += " " + content::readable(body.subcommand);
    m_context.messages(AppMessage{"xiaomi-push", direction, std::move(name), body.payload.size(),
                                  to_hex(sha256(body.payload))});
    if (body.command == connect)
        learn(direction, body);
    return true;
}

void XiaomiPushDissector::tell_payload(Body const& body, Direction direction, Origin const& node,
                                       FrameRange const& frames)
{
    if (body.payload.empty())
        return;
    if (body.type == payload_protobuf
        && tell_protobuf(body.payload, &node, frames, {direction, {}}, m_context))
        return;
    // XML of the time when it was XMPP; or sealed once more, for one app.
    Payload payload{m_context, &node, {.step = "payload", .context = {direction, {}}}};
    payload.take(body.payload);
    payload.finish({}, direction, {}, true);
}

void XiaomiPushDissector::learn(Direction direction, Body const& body)
{
    if (direction == Direction::to_server)
        m_device_id = device_id(body.payload);
    else
        m_challenge = challenge(body.payload);
    if (m_device_id.empty() || m_challenge.empty())
        return;
    if (auto key = derive_key(m_challenge, m_device_id))
        m_key = std::move(*key);
}

void XiaomiPushDissector::pass_stray(Direction direction)
{
    auto& side = of(direction);
    if (!side.held.empty())
        m_stray.take(direction, side.held);
    side.held.clear();
    side.marks.clear();
}

void XiaomiPushDissector::lose(Direction direction, std::string_view why)
{
    m_context.tally.count(why);
    pass_stray(direction);
    of(direction).lost = true;
}

void XiaomiPushDissector::gap(Direction direction, std::uint64_t)
{
    if (!of(direction).lost)
        lose(direction, "xiaomi-push: gap in the stream");
    m_stray.gap(direction);
}

void XiaomiPushDissector::finish(Direction direction)
{
    if (!of(direction).held.empty())
        m_context.tally.count("xiaomi-push: cut off");
    pass_stray(direction);
}

} // namespace

Likeness looks_like_xiaomi_push(Direction, Bytes first)
{
    using namespace std::string_view_literals;
    constexpr auto begin = "\xc2\xfe\0\5"sv;
    auto const text = as_text(first);
    if (text.starts_with(begin))
        return Likeness::yes;
    return begin.starts_with(text) ? Likeness::maybe : Likeness::no;
}

std::unique_ptr<StreamDissector> make_xiaomi_push_dissector(LayerContext& context,
                                                            Origin const* parent)
{
    return std::make_unique<XiaomiPushDissector>(context, parent);
}

} // namespace petze

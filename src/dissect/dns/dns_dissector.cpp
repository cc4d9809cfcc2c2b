#include "dissect/dns/dns_dissector.h"

#include "base/text.h"
#include "dissect/dns/message.h"
#include "dissect/dns/query_series.h"
#include "dissect/dns/types.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace petze {

namespace {

constexpr std::size_t dns_header = 12;

DnsRecord told(dns::Record const& record)
{
    return {record.name.text(), dns::type_name(record.type), record.ttl, record.rdata.text};
}

/// Names and texts, for find/.
class Teller {
public:
    Teller(LayerContext& context, Origin const* parent, FrameRange const& frames,
           Direction direction, std::string const& hostname)
        : m_context(context)
        , m_parent(parent)
        , m_frames(frames)
        , m_message{direction, hostname}
    {
    }

    void question(dns::Question const& question)
    {
        tell("dns:query", question.name.dotted());
        // Data that goes out as a name is cut to labels; host names proper have few of them.
        if (question.name.labels() > 2)
            tell("dns:query:labels", question.name.joined());
        open(question.name);
    }
    // What does not fit into one name may go on in the next, by another conversation.
    void hand_on(dns::Question const& question)
    {
        if (!m_context.uploads || !question.whole || question.name.labels() < 3)
            return;
        Origin const origin{m_parent, "dns:query:labels"};
        UploadPiece piece;
        piece.key = question.name.dotted();
        piece.scheme = dns::query_scheme;
        piece.carried = m_context.data;
        piece.path = path_of(&origin);
        (*m_context.uploads)(std::move(piece));
    }
    void record(dns::Record const& record, dns::Name const* asked)
    {
        if (!asked || record.name != *asked)
            tell("dns:answer", record.name.dotted());
        for (auto const& word : record.rdata.words)
            tell("dns:answer", word);
    }
    void option(std::string const& data) { tell("dns:edns", data); }

private:
    // Data is cut to long labels, and the last of them is as long as what is left; behind it stands
    // the domain that listens.
    void open(dns::Name const& name)
    {
        constexpr std::size_t long_label = 16;
        auto const count = m_context.open_wrapped ? name.labels_to_last_of(long_label) : 0;
        if (count == 0)
            return;
        Origin const origin{m_parent, "dns:query:labels"};
        for (auto const labels : {count + 1, count})
            if (m_context.open_wrapped(name.joined(labels), &origin, m_frames, m_message,
                                       m_context))
                return;
    }
    void tell(std::string_view step, std::string const& value)
    {
        if (value.empty())
            return;
        Origin const origin{m_parent, step};
        m_context.fields.take({value, &origin, m_frames, m_message});
    }

    LayerContext& m_context;
    Origin const* m_parent;
    FrameRange m_frames;
    MessageContext m_message;
};

void tell_fields(dns::Message const& message, Teller teller)
{
    for (auto const& question : message.questions) {
        // First, so that what is found in this name alone is known to be told.
        if (!message.answer)
            teller.hand_on(question);
        teller.question(question);
    }
    auto const* const asked = message.questions.empty() ? nullptr : &message.questions[0].name;
    for (auto const& record : message.records)
        if (record.type == static_cast<std::uint16_t>(dns::Type::opt))
            for (auto const& option : record.rdata.words)
                teller.option(option);
        else
            teller.record(record, asked);
}

void tell_messages(dns::Message const& message, LayerContext& context)
{
    DnsMessage event;
    event.answer = message.answer;
    event.id = message.id;
    if (message.answer)
        event.rcode = dns::rcode_name(message.rcode);
    for (auto const& record : message.records)
        if (record.whole && record.section == dns::Record::Section::answer)
            event.answers.push_back(told(record));
    bool any = false;
    for (auto const& question : message.questions) {
        if (!question.whole)
            continue;
        event.rrname = question.name.text();
        event.rrtype = dns::type_name(question.type);
        context.messages(event);
        event.answers.clear();
        any = true;
    }
    if (!any)
        context.messages(std::move(event));
}

/// Returns whether it was a message at all. Its first and last packet are given.
bool dissect_message(Direction direction, Bytes bytes, LayerContext& context, Origin const* parent,
                     FrameRange const& frames)
{
    auto const [message, flaw] = dns::decode_message(bytes);
    if (flaw)
        context.tally.count(flaw->what == dns::limit_of_records ? "dns: limit of records"
                                                                : "dns: malformed message");
    if (bytes.size() < dns_header)
        return false;
    if (context.fields.searches()) {
        auto const hostname =
            message.questions.empty() ? std::string{} : lower(message.questions[0].name.dotted());
        tell_fields(message, {context, parent, frames, direction, hostname});
    }
    if (context.tells_dns)
        tell_messages(message, context);
    return true;
}

void count_opened(LayerContext& context, Direction direction, std::size_t bytes)
{
    (direction == Direction::to_server ? context.opened_to_server : context.opened_to_client) +=
        bytes;
}

class DnsStream final : public StreamDissector {
public:
    DnsStream(LayerContext& context, Origin const* parent)
        : m_context(context)
        , m_parent(parent)
    {
    }

    void take(Direction direction, Bytes piece) override;
    void gap(Direction direction, std::uint64_t count) override;
    void finish(Direction direction) override;

private:
    struct Side {
        std::vector<std::uint8_t> held; // a message that is not whole yet, its length before it
        std::uint64_t first_frame{};
        bool lost = false; // where the next message begins is not known
    };

    static constexpr std::size_t length_bytes = 2;

    Side& of(Direction direction) { return m_sides[static_cast<std::size_t>(direction)]; }
    /// The bytes of the first message with its length; 0 where that is not known yet.
    static std::size_t size_of_first(Bytes bytes)
    {
        return bytes.size() < length_bytes ? 0 : length_bytes + ByteReader{bytes}.u16();
    }
    /// Takes what completes the held message; returns how much that was.
    std::size_t complete_held(Direction direction, Bytes piece);
    void message(Direction direction, Bytes framed, std::uint64_t first_frame);

    LayerContext& m_context;
    Origin const* m_parent;
    std::array<Side, 2> m_sides;
};

void DnsStream::take(Direction direction, Bytes piece)
{
    auto& side = of(direction);
    if (side.lost) {
        // A sender begins a message in a segment of its own more often than not.
        if (size_of_first(piece) != piece.size()
            || looks_like_dns(piece.subspan(std::min(length_bytes, piece.size()))) != Likeness::yes)
            return;
        side.lost = false;
    }
    while (!piece.empty()) {
        if (!side.held.empty()) {
            piece = piece.subspan(complete_held(direction, piece));
            continue;
        }
        auto const size = size_of_first(piece);
        if (size == 0 || size > piece.size()) {
            side.held.assign(piece.begin(), piece.end());
            side.first_frame = m_context.data.first_frame();
            return;
        }
        message(direction, piece.first(size), m_context.data.first_frame());
        piece = piece.subspan(size);
    }
}

std::size_t DnsStream::complete_held(Direction direction, Bytes piece)
{
    auto& side = of(direction);
    auto const known = size_of_first(side.held);
    auto const wanted = (known == 0 ? length_bytes : known) - side.held.size();
    auto const used = std::min(wanted, piece.size());
    side.held.insert(side.held.end(), piece.begin(),
                     piece.begin() + static_cast<std::ptrdiff_t>(used));
    if (auto const size = size_of_first(side.held); size == side.held.size()) {
        auto const framed = std::exchange(side.held, {});
        message(direction, framed, side.first_frame);
    }
    return used;
}

void DnsStream::message(Direction direction, Bytes framed, std::uint64_t first_frame)
{
    FrameRange const frames{m_context.data.capture, first_frame, m_context.data.frame};
    if (dissect_message(direction, framed.subspan(length_bytes), m_context, m_parent, frames))
        count_opened(m_context, direction, framed.size());
}

void DnsStream::gap(Direction direction, std::uint64_t)
{
    finish(direction);
    of(direction).lost = true;
    m_context.tally.count("dns: gap in the stream");
}

// What is there of a message that was begun is told all the same.
void DnsStream::finish(Direction direction)
{
    auto& side = of(direction);
    auto const held = std::exchange(side.held, {});
    if (held.size() > length_bytes)
        message(direction, held, side.first_frame);
}

} // namespace

Likeness looks_like_dns(Bytes datagram)
{
    ByteReader in{datagram};
    in.u16(); // id
    auto const flags = in.u16();
    auto const opcode = flags >> 11 & 0xf;
    auto const questions = in.u16();
    auto const answers = in.u16();
    auto const authorities = in.u16();
    auto const additional = in.u16();
    constexpr int last_opcode = 5, few = 64;
    if (!in.ok() || opcode > last_opcode || questions > few || answers > few || authorities > few
        || additional > few || questions + answers + authorities + additional == 0)
        return Likeness::no;
    std::optional<Flaw> flaw;
    auto const name = dns::read_name(in, datagram, flaw);
    auto const type = in.u16();
    auto const klass = in.u16() & 0x7fff; // RFC 6762 sections 5.4 and 10.2 use the highest bit
    constexpr int in_class = 1, chaos = 3, any = 255;
    auto const has_class = klass == in_class || klass == chaos || klass == any;
    return in.ok() && !flaw && type != 0 && has_class ? Likeness::yes : Likeness::no;
}

void dissect_dns(Direction direction, Bytes datagram, LayerContext& context, Origin const* parent)
{
    auto const frames = frames_of(context.data);
    if (dissect_message(direction, datagram, context, parent, frames))
        count_opened(context, direction, datagram.size());
}

std::unique_ptr<StreamDissector> make_dns_dissector(LayerContext& context, Origin const* parent)
{
    return std::make_unique<DnsStream>(context, parent);
}

} // namespace petze

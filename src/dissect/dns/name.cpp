#include "dissect/dns/name.h"

#include "dissect/dns/encode.h"

namespace petze::dns {

namespace {

constexpr std::size_t name_bytes = 255; // RFC 1035 section 3.1, with the root's length
constexpr int pointer_hops = 128;       // more than a name of 255 bytes has labels
constexpr std::uint8_t pointer_bits = 0xc0;

/// Calls `visit(label)` for each label.
template<typename Visit>
void each_label(std::string const& wire, Visit visit)
{
    ByteReader in{as_bytes(wire)};
    while (in.remaining() > 0)
        visit(as_text(in.take(in.u8())));
}

void note(std::optional<Flaw>& flaw, std::string_view what, std::size_t offset)
{
    if (!flaw)
        flaw = Flaw{what, offset};
}

/// Labels up to a root, a pointer or the end. Returns the pointer's target, where there is one.
std::optional<std::size_t> read_labels(ByteReader& in, Name& name, std::optional<Flaw>& flaw)
{
    bool fits = true;
    while (in.ok()) {
        auto const length = in.u8();
        if (length == 0)
            return {};
        if ((length & pointer_bits) == pointer_bits) {
            auto const target = static_cast<std::size_t>((length & ~pointer_bits) << 8 | in.u8());
            return in.ok() ? std::optional{target} : std::nullopt;
        }
        if (length & pointer_bits) {
            in.fail("label of unknown type"); // RFC 6891 section 5 withdrew them
            return {};
        }
        // The end of a label that was cut off is still part of the name.
        auto const there = in.peek(length);
        in.take(length);
        if (!in.ok() && there.empty())
            return {};
        if (fits && !name.append(there)) {
            note(flaw, "name too long", in.offset());
            fits = false;
        }
    }
    return {};
}

} // namespace

bool Name::append(Bytes label)
{
    if (m_wire.size() + 1 + label.size() + 1 > name_bytes)
        return false;
    m_wire += static_cast<char>(label.size());
    m_wire += as_text(label);
    return true;
}

std::size_t Name::labels() const
{
    std::size_t count = 0;
    each_label(m_wire, [&](std::string_view) { ++count; });
    return count;
}

std::string Name::dotted() const
{
    std::string text;
    each_label(m_wire, [&](std::string_view label) {
        if (!text.empty())
            text += '.';
        text += label;
    });
    return text;
}

std::string Name::joined() const
{
    return joined(std::string::npos);
}

std::string Name::joined(std::size_t count) const
{
    std::string text;
    each_label(m_wire, [&](std::string_view label) {
        if (count > 0) {
            text += label;
            --count;
        }
    });
    return text;
}

std::size_t Name::labels_to_last_of(std::size_t least_bytes) const
{
    std::size_t number = 0;
    std::size_t last = 0;
    each_label(m_wire, [&](std::string_view label) {
        ++number;
        if (label.size() >= least_bytes)
            last = number;
    });
    return last;
}

std::string Name::text() const
{
    if (m_wire.empty())
        return ".";
    std::string text;
    for (auto const c : dotted()) {
        constexpr char first_printable = 0x20, del = 0x7f;
        if (c == '\\')
            text += "\\\\";
        else if ((c >= 0 && c < first_printable) || c == del)
            append_escape(text, static_cast<std::uint8_t>(c));
        else
            text += c;
    }
    return text;
}

Name read_name(ByteReader& in, Bytes message, std::optional<Flaw>& flaw)
{
    Name name;
    // Each pointer must point before the labels that it ends, so that no loop is possible.
    auto before = in.offset();
    auto target = read_labels(in, name, flaw);
    for (int hops = 0; target; ++hops) {
        if (*target >= before || hops == pointer_hops) {
            note(flaw, "pointer that does not point back", *target);
            break;
        }
        ByteReader there{message};
        there.skip(*target);
        before = *target;
        target = read_labels(there, name, flaw);
        if (!there.ok())
            note(flaw, there.flaw()->what, there.flaw()->offset);
    }
    return name;
}

} // namespace petze::dns

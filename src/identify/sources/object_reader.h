#pragma once

#include "identify/data/data_set_builder.h"
#include "identify/sources/line_reader.h"

namespace petze {

/// Objects of "name: value" lines with blank lines between them: RPSL (RFC 2622 section 2), and
/// what ARIN and LACNIC write. Comments (# and % at the beginning of a line) are passed over.
class ObjectReader {
public:
    explicit ObjectReader(LineReader& lines)
        : m_lines(lines)
    {
    }

    struct Attribute {
        std::string_view name;  // as written; of a continued line, that of the line before
        std::string_view value; // without blanks around it
        bool first{};           // of its object
    };
    /// The next attribute of any object; nothing at the end. Views are valid until the next call.
    std::optional<Attribute> next();
    /// The rest of this object is of no interest.
    void skip_object() { m_skipping = true; }
    std::uint64_t line() const { return m_lines.number(); }
    /// Lines that are neither attribute, continuation, comment nor blank.
    bool last_was_odd() const { return m_odd; }

private:
    LineReader& m_lines;
    std::string m_name; // of the last attribute, for lines that continue it
    bool m_inside = false;
    bool m_skipping = false;
    bool m_odd = false;
};

/// What an object of a registry's database is about.
enum class ObjectKind { other, network, organisation, system };

/// Reads object after object into one of type Object, whose strings are used again: `kind_of`
/// tells by the first attribute what an object is, `take` is given each further attribute, `end`
/// the whole object.
template<typename Object, typename KindOf, typename Take, typename End>
void each_object(LineReader& lines, DataTroubles& troubles, KindOf kind_of, Take take, End end)
{
    ObjectReader in{lines};
    Object object;
    auto const finish = [&] {
        if (object.kind != ObjectKind::other)
            end(object);
        object.kind = ObjectKind::other;
    };
    while (auto const attribute = in.next()) {
        if (in.last_was_odd()) {
            troubles.tell(in.line(), "line that is no attribute");
        } else if (!attribute->first) {
            take(object, attribute->name, attribute->value);
        } else {
            finish();
            auto const kind = kind_of(attribute->name);
            if (kind == ObjectKind::other)
                in.skip_object();
            else
                object.begin(kind, attribute->value, in.line());
        }
    }
    finish();
}

} // namespace petze

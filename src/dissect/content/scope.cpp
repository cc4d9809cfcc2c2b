#include "dissect/content/scope.h"

#include "base/limits.h"

#include <algorithm>

namespace petze::content {

bool Scope::may_open(Origin const* origin)
{
    if (fields >= limits::fields_message) {
        layers.tally.count("content: limit fields_message");
        return false;
    }
    int depth = 0;
    for (; origin; origin = origin->parent)
        ++depth;
    if (depth < limits::layer_depth)
        return true;
    layers.tally.count("content: limit layer_depth");
    return false;
}

bool Scope::is_bomb(std::size_t made, std::uint64_t made_so_far, std::uint64_t taken_so_far)
{
    constexpr std::uint64_t ratio_grace = 1u << 20; // a small body of zeros is no bomb
    inflated += made;
    return inflated > limits::inflated_bytes
           || (made_so_far > ratio_grace
               && made_so_far / std::max<std::uint64_t>(taken_so_far, 1) > limits::inflated_ratio);
}

std::size_t room_for(LayerContext const& layers, std::size_t kept, std::size_t size)
{
    return std::min({size, limits::document_bytes - kept, layers.held.room()});
}

std::size_t may_keep(LayerContext& layers, std::size_t kept, std::size_t size)
{
    auto const granted = room_for(layers, kept, size);
    if (limits::document_bytes - kept < size)
        layers.tally.count("content: limit document_bytes");
    else if (granted < size)
        layers.tally.count("content: limit held_content");
    return granted;
}

std::size_t Kept::grow(std::size_t size)
{
    auto const granted = may_keep(m_layers, m_size, size);
    m_size += granted;
    m_layers.held.bytes += granted;
    return granted;
}

Place Place::part(std::size_t offset, std::size_t length, std::size_t size) const
{
    if (!marks || size == 0)
        return *this;
    auto const sent = end - begin;
    auto const scaled = [&](std::size_t at) {
        return sent == size
                   ? at
                   : static_cast<std::size_t>(static_cast<double>(at) * static_cast<double>(sent)
                                              / static_cast<double>(size));
    };
    return {marks, begin + scaled(offset), begin + scaled(offset + length), known};
}

void hand_on(std::string_view text, Place const& place, Scope& scope, ContentDissector& to)
{
    if (!place.marks) {
        to.take(as_bytes(text));
        return;
    }
    auto const saved = scope.layers.data;
    auto const sent = static_cast<double>(std::max<std::size_t>(place.end - place.begin, 1));
    auto const scale = static_cast<double>(text.size()) / sent;
    std::size_t done = 0;
    for (auto mark = place.marks->at(place.begin); mark != place.marks->end() && done < text.size();
         ++mark) {
        auto const next = mark + 1;
        auto upto = text.size();
        if (next != place.marks->end() && next->begin < place.end && next->begin > place.begin)
            upto = std::min(upto, static_cast<std::size_t>(
                                      static_cast<double>(next->begin - place.begin) * scale));
        if (upto <= done)
            continue;
        scope.layers.data = mark->stamp;
        to.take(as_bytes(text.substr(done, upto - done)));
        done = upto;
    }
    scope.layers.data = saved;
}

std::string readable(std::string_view name)
{
    if (name.size() > limits::step_bytes) {
        std::size_t length = limits::step_bytes;
        while (length > 0 && (name[length] & 0xc0) == 0x80) // not inside a character
            --length;
        name = name.substr(0, length);
    }
    std::string text{name};
    for (auto& c : text)
        if (c >= 0 && c < ' ')
            c = ' ';
    return text;
}

} // namespace petze::content

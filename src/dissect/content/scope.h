#pragma once

#include "base/digest.h"
#include "dissect/layer.h"
#include "dissect/marks.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What is shared inside content/ and nowhere else.
namespace petze::content {

/// What all layers of one body share, however deep they nest.
struct Scope {
    LayerContext& layers;
    MessageContext context;
    std::uint64_t inflated{}; // bytes made by undoing codings, in all
    std::size_t fields{};
    std::size_t entries{}; // of archives

    void tell(std::string_view value, Origin const* origin, FrameRange const& frames)
    {
        ++fields;
        layers.fields.take({value, origin, frames, context});
    }
    /// Whether text may still be taken apart here; else it is told in one piece.
    bool may_open(Origin const* origin);
    /// Counts what was unpacked just now; whether it is too much, in all or of what was packed.
    bool is_bomb(std::size_t made, std::uint64_t made_so_far, std::uint64_t taken_so_far);
};

/// How much of `size` more may be kept of a document of which so much is kept already; where it is
/// not all, the tally is told.
std::size_t may_keep(LayerContext& layers, std::size_t kept, std::size_t size);
/// The same, and nothing is told.
std::size_t room_for(LayerContext const& layers, std::size_t kept, std::size_t size);

/// What one layer keeps whole in short texts of its own, counted for all that do so at once.
class Kept {
public:
    explicit Kept(LayerContext& layers)
        : m_layers(layers)
    {
    }
    ~Kept() { clear(); }
    Kept(Kept const&) = delete;
    Kept& operator=(Kept const&) = delete;

    /// See may_keep().
    std::size_t grow(std::size_t size);
    void clear()
    {
        m_layers.held.bytes -= m_size;
        m_size = 0;
    }

private:
    LayerContext& m_layers;
    std::size_t m_size = 0;
};

/// Where a text came from: a part of something marked, or packets that are known as such. A text
/// that was decoded is shorter than what was sent; its parts are placed in proportion.
struct Place {
    Marks const* marks{};
    std::size_t begin{};
    std::size_t end{};
    FrameRange known{}; // where there are no marks

    FrameRange frames() const { return marks ? marks->frames(begin, end) : known; }
    /// The place of `length` bytes at `offset`, of `size`.
    Place part(std::size_t offset, std::size_t length, std::size_t size) const;
};

/// Hands a text to a dissector packet by packet, as far as its place tells them apart.
void hand_on(std::string_view text, Place const& place, Scope& scope, ContentDissector& to);

/// A name out of the wire as a step of a path shows it: bounded, and in one line.
std::string readable(std::string_view name);

} // namespace petze::content

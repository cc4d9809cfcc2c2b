#include "find/photo/photo_finder.h"

#include "base/limits.h"
#include "conversation/host.h"
#include "dissect/marks.h"
#include "find/photo/piece_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <tuple>
#include <utility>

namespace petze {

namespace {

std::string key_of(std::string_view what, Direction direction, std::string_view hostname,
                   std::vector<std::string> const& path)
{
    std::string key{what};
    key.append("\n").append(name_of(direction)).append("\n").append(hostname);
    for (auto const& step : path)
        key.append("\n").append(step);
    return key;
}

std::vector<FrameRange> frames_between(Stamp const& first, Stamp const& last)
{
    if (first.capture == last.capture)
        return {{first.capture, first.first_frame(), last.frame}};
    return {frames_of(first), frames_of(last)};
}

/// The probability that random bytes hold a piece of this length, of any photo. Searched is as
/// much as anybody will; compressed data counts as if each byte carried four bits only.
double chance_of(std::uint64_t piece, std::uint64_t photo_bytes)
{
    constexpr double searched = 1ull << 50, bits_a_byte = 4, smallest = 1e-300;
    auto const log2 = std::log2(searched) + std::log2(static_cast<double>(photo_bytes))
                      - bits_a_byte * static_cast<double>(piece);
    return std::max(smallest, std::exp2(log2));
}

std::string position_text(Exif::Position const& position)
{
    std::array<char, 48> text{};
    auto const length =
        std::snprintf(text.data(), text.size(), "%.6f,%.6f", position.latitude, position.longitude);
    return {text.data(), static_cast<std::size_t>(length)};
}

std::string_view kind_of(PictureState state)
{
    constexpr std::array<std::string_view, 7> kinds{"",
                                                    "image: not decoded",
                                                    "image: limit image_pixels",
                                                    "",
                                                    "image: decoder crashed",
                                                    "image: limit image_cpu_seconds",
                                                    "image: no petze-image"};
    return kinds[static_cast<std::size_t>(state)];
}

} // namespace

/// What passes, searched for pieces.
class PhotoFinder::Stream : public ContentSink {
public:
    Stream(PhotoFinder& finder, Origin const* origin, MessageContext const& context)
        : m_finder(finder)
        , m_place{origin, context.direction, normal_host(context.hostname)}
        , m_next(finder.m_next.open(origin, context))
        , m_pieces(finder.m_matcher.pieces())
    {
    }
    ~Stream() override { Stream::end(); }
    Stream(Stream const&) = delete;
    Stream& operator=(Stream const&) = delete;

    void take(Bytes piece, Stamp const& stamp) override
    {
        if (m_next)
            m_next->take(piece, stamp);
        m_pieces.take(piece, stamp);
    }
    void gap() override
    {
        if (m_next)
            m_next->gap();
        m_pieces.gap();
    }

protected:
    /// What is looked for byte by byte is told first; of the photos named here, pieces say no more.
    void end(std::optional<std::uint32_t> known = {})
    {
        if (std::exchange(m_ended, true))
            return;
        m_next.reset();
        auto const& matcher = m_finder.m_matcher;
        for (auto const& found : m_pieces.finish()) {
            auto const& item = matcher.photos()[found.photo].item;
            bool const whole = found.to_its_end && m_finder.is_whole(item, m_place);
            if (whole || found.photo == known)
                continue;
            m_finder.tell({.category = "photo",
                           .item = item,
                           .match = Match::partial,
                           .hostname = {},
                           .direction = {},
                           .path = {},
                           .frames = frames_between(found.first, found.last),
                           .flow_ids = {},
                           .value = item,
                           .chance = chance_of(found.longest, matcher.pieces().data_bytes())},
                          m_place, {});
        }
    }
    PhotoFinder& finder() const { return m_finder; }
    PhotoFinder::Place const& place() const { return m_place; }
    void end_next() { m_next.reset(); }

private:
    PhotoFinder& m_finder;
    PhotoFinder::Place m_place;
    std::unique_ptr<ContentSink> m_next;
    PieceSearch m_pieces;
    bool m_ended = false;
};

/// An image, kept whole and looked at in the end.
class PhotoFinder::Image : public Stream {
public:
    Image(PhotoFinder& finder, Origin const* origin, MessageContext const& context,
          std::string_view format)
        : Stream(finder, origin, context)
        , m_format(format == "jpg" ? "jpeg" : format)
        , m_kept(finder.m_held)
    {
    }
    ~Image() override
    {
        end_next();
        m_file = m_kept.take();
        end(m_file.empty() ? std::nullopt : look());
    }
    Image(Image const&) = delete;
    Image& operator=(Image const&) = delete;

    void take(Bytes piece, Stamp const& stamp) override
    {
        Stream::take(piece, stamp);
        if (!m_whole || !may_keep(piece.size()))
            return;
        if (m_kept.empty())
            m_first = m_last = stamp;
        m_marks.add(m_kept.size(), stamp);
        m_kept.add(piece);
        auto const order = [](Stamp const& of) { return std::tuple{of.capture, of.frame}; };
        if (order(stamp) < order(m_first))
            m_first = stamp;
        if (order(stamp) > order(m_last))
            m_last = stamp;
    }
    // What its beginning says of its place stands nevertheless; it is looked at no more.
    void gap() override
    {
        Stream::gap();
        m_whole = false;
    }

private:
    bool may_keep(std::size_t more)
    {
        if (has_all_that_is_asked())
            return m_whole = false;
        if (m_kept.size() + more > limits::image_bytes)
            finder().m_tally.count("image: limit image_bytes");
        else if (more > finder().m_held.room())
            finder().m_tally.count("image: limit held_content");
        else
            return true;
        m_whole = false;
        return false;
    }
    // Without photos to compare it with, what is asked for is EXIF: in JPEG the first segment, or
    // the second, behind JFIF's (Exif 2.32, section 4.5.4; a segment has less than 64 KiB).
    bool has_all_that_is_asked() const
    {
        constexpr std::size_t marker = 2, longest_segment = marker + 0xffff;
        return m_format == "jpeg" && m_kept.size() >= marker + 2 * longest_segment
               && finder().m_matcher.photos().empty();
    }

    std::optional<std::uint32_t> look()
    {
        auto const parts = image_parts(as_bytes(m_file));
        tell_exif(parts);
        auto& matcher = finder().m_matcher;
        if (auto const photo = matcher.same_file(as_bytes(m_file)); photo || !m_whole)
            return photo;
        if (auto const photo = matcher.same_picture(as_bytes(m_file), parts)) {
            tell_photo(*photo, Match::exact, std::string{m_format} + ":image-data");
            return photo;
        }
        auto const [state, photo] = matcher.same_look(as_bytes(m_file));
        if (auto const kind = kind_of(state); !kind.empty())
            finder().m_tally.count(kind);
        if (photo)
            tell_photo(*photo, Match::similar, m_format);
        return photo;
    }

    void tell_photo(std::uint32_t photo, Match match, std::string_view step)
    {
        auto const& item = finder().m_matcher.photos()[photo].item;
        tell({.category = "photo", .item = item, .match = match, .value = item},
             frames_between(m_first, m_last), step);
    }

    void tell_exif(ImageParts const& parts)
    {
        if (place().direction != Direction::to_server)
            return;
        auto& matcher = finder().m_matcher;
        for (auto const& part : parts.parts) {
            if (part.kind != ImagePart::Kind::exif)
                continue;
            auto const exif = read_exif(as_bytes(m_file).subspan(part.begin, part.length));
            std::vector const frames{m_marks.frames(part.begin, part.begin + part.length)};
            if (exif.position) {
                auto const* at = matcher.place_at(*exif.position);
                tell({.category = "location",
                      .item = at ? "location/" + at->name : std::string{},
                      .match = at ? Match::exact : Match::pattern,
                      .value = position_text(*exif.position)},
                     frames, "exif:gps");
            }
            if (!exif.body_serial.empty() && !matcher.is_known_serial(exif.body_serial))
                tell({.category = "serial", .match = Match::pattern, .value = exif.body_serial},
                     frames, "exif:serial");
        }
    }

    struct What {
        std::string_view category;
        std::string item{};
        Match match{};
        std::string value{};
    };
    void tell(What&& what, std::vector<FrameRange> const& frames, std::string_view step)
    {
        finder().tell({.category = std::string{what.category},
                       .item = std::move(what.item),
                       .match = what.match,
                       .hostname = {},
                       .direction = {},
                       .path = {},
                       .frames = frames,
                       .flow_ids = {},
                       .value = std::move(what.value),
                       .chance = {}},
                      place(), step);
    }

    std::string_view m_format; // a literal
    HeldBytes m_kept;
    std::string m_file; // in the end
    Marks m_marks;
    Stamp m_first, m_last;
    bool m_whole = true;
};

std::unique_ptr<ContentSink> PhotoFinder::open(Origin const* origin, MessageContext const& context)
{
    if (m_matcher.pieces().empty())
        return m_next.open(origin, context);
    return std::make_unique<Stream>(*this, origin, context);
}

std::unique_ptr<ContentSink> PhotoFinder::open_image(Origin const* origin,
                                                     MessageContext const& context,
                                                     std::string_view format)
{
    return std::make_unique<Image>(*this, origin, context, format);
}

void PhotoFinder::note(Finding const& finding)
{
    if (finding.category == "photo")
        m_whole.insert(key_of(finding.item, finding.direction, finding.hostname, finding.path));
}

bool PhotoFinder::is_whole(std::string const& item, Place const& place) const
{
    return m_whole.contains(key_of(item, place.direction, place.hostname, path_of(place.origin)));
}

void PhotoFinder::tell(Finding&& finding, Place const& place, std::string_view step)
{
    if (!finding.item.empty())
        ++m_counts[finding.item];
    finding.hostname = place.hostname;
    finding.direction = place.direction;
    finding.path = path_of(place.origin);
    if (!step.empty())
        finding.path.emplace_back(step);
    // What is nobody's in the profile is told apart by its value.
    auto const what = finding.item.empty()
                          ? finding.category + '=' + finding.value
                          : finding.item + ' ' + std::string{name_of(finding.match)};
    if (m_told.insert(key_of(what, finding.direction, finding.hostname, finding.path)).second)
        m_findings(std::move(finding));
}

std::vector<ItemCount> PhotoFinder::counts() const
{
    std::vector<ItemCount> out;
    out.reserve(m_counts.size());
    for (auto const& [item, count] : m_counts)
        out.push_back({item, count});
    return out;
}

} // namespace petze

#include "find/photo/photo_matcher.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace petze {

namespace {

std::size_t picture_bytes(ImageParts const& parts)
{
    std::size_t sum = 0;
    for (auto const& part : parts.parts)
        sum += part.kind == ImagePart::Kind::exif ? 0 : part.length;
    return sum;
}

double metres_between(Exif::Position const& a, Place const& b)
{
    constexpr double earth_radius = 6'371'000;
    constexpr double degree = std::numbers::pi / 180;
    auto const north = (a.latitude - b.latitude) * degree;
    auto const east = (a.longitude - b.longitude) * degree;
    auto const half = std::pow(std::sin(north / 2), 2)
                      + std::cos(a.latitude * degree) * std::cos(b.latitude * degree)
                            * std::pow(std::sin(east / 2), 2);
    return 2 * earth_radius * std::asin(std::sqrt(std::min(1.0, half)));
}

} // namespace

PhotoMatcher::PhotoMatcher(Profile const& profile, std::string helper)
    : m_profile(profile)
    , m_pieces(profile.photos)
    , m_helpers(std::move(helper))
{
    for (std::uint32_t i = 0; i < photos().size(); ++i)
        m_lengths.emplace(picture_bytes(image_parts(photos()[i].bytes)), i);
    if (m_pieces.thinned() > 1)
        m_tally.count("photo: limit photo_blocks");
}

std::optional<std::uint32_t> PhotoMatcher::same_file(Bytes file) const
{
    for (std::uint32_t i = 0; i < photos().size(); ++i)
        if (auto const& bytes = photos()[i].bytes;
            std::equal(bytes.begin(), bytes.end(), file.begin(), file.end()))
            return i;
    return {};
}

std::optional<std::uint32_t> PhotoMatcher::same_picture(Bytes file, ImageParts const& parts) const
{
    auto const [first, last] = m_lengths.equal_range(picture_bytes(parts));
    if (first == last)
        return {};
    auto const digest = image_digest(file, parts);
    for (auto candidate = first; digest && candidate != last; ++candidate) {
        Bytes const photo = photos()[candidate->second].bytes;
        if (image_digest(photo, image_parts(photo)) == digest)
            return candidate->second;
    }
    return {};
}

void PhotoMatcher::look_at_photos()
{
    for (std::uint32_t i = 0; i < photos().size(); ++i) {
        auto const [state, picture] = m_helpers.look_at(photos()[i].bytes);
        if (state == PictureState::no_helper)
            return;
        if (state != PictureState::seen) {
            m_tally.count("photo: of the profile, not decoded");
            continue;
        }
        Look const whole{i, static_cast<double>(picture.width), static_cast<double>(picture.height),
                         Fingerprint{picture.whole}};
        if (whole.fingerprint.plain()) {
            m_tally.count("photo: of the profile, too plain");
            continue;
        }
        m_looks.push_back(whole);
        if (Fingerprint const centre{picture.centre};
            !same_proportions(whole.width, whole.height, 1, 1) && !centre.plain())
            m_looks.push_back({i, 1, 1, centre});
    }
}

PhotoMatcher::Alike PhotoMatcher::same_look(Bytes file)
{
    if (photos().empty())
        return {PictureState::seen, {}};
    std::call_once(m_looked, [&] { look_at_photos(); });
    auto const [state, picture] = m_helpers.look_at(file);
    Alike out{state, {}};
    Fingerprint const fingerprint{picture.whole};
    if (state != PictureState::seen || fingerprint.plain())
        return out;
    double best = -1;
    auto const positions = fingerprint.positions();
    for (auto const& look : m_looks)
        for (std::size_t i = 0; i < positions.size(); ++i) {
            double width = picture.width, height = picture.height;
            if (Fingerprint::is_transposed(i))
                std::swap(width, height);
            if (!same_proportions(width, height, look.width, look.height)
                || !positions[i].resembles(look.fingerprint))
                continue;
            if (auto const how_much = positions[i].correlation(look.fingerprint); how_much > best) {
                best = how_much;
                out.photo = look.photo;
            }
        }
    return out;
}

Place const* PhotoMatcher::place_at(Exif::Position const& position) const
{
    Place const* nearest = nullptr;
    for (auto const& place : m_profile.places)
        if (auto const metres = metres_between(position, place);
            metres <= place.radius_m && (!nearest || metres < metres_between(position, *nearest)))
            nearest = &place;
    return nearest;
}

bool PhotoMatcher::is_known_serial(std::string_view serial) const
{
    return std::any_of(
        m_profile.identifiers.begin(), m_profile.identifiers.end(), [&](auto const& kind) {
            return std::find(kind.second.begin(), kind.second.end(), serial) != kind.second.end();
        });
}

void PhotoMatcher::tell(Tally& tally) const
{
    tally.merge(m_tally);
}

} // namespace petze

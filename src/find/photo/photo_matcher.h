#pragma once

#include "base/bytes.h"
#include "base/tally.h"
#include "dissect/image/exif.h"
#include "dissect/image/image_helpers.h"
#include "dissect/image/image_parts.h"
#include "find/photo/fingerprint.h"
#include "find/photo/piece_index.h"
#include "find/profile/profile.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace petze {

/// What the profile says of photos and of where they are taken, made ready for comparing. Shared
/// by all threads.
class PhotoMatcher {
public:
    /// `helper` is the path of petze-image. The profile must outlive it.
    PhotoMatcher(Profile const& profile, std::string helper);

    std::vector<Photo> const& photos() const { return m_profile.photos; }
    PieceIndex const& pieces() const { return m_pieces; }

    /// The photo that is these bytes, and no more. Compares.
    std::optional<std::uint32_t> same_file(Bytes file) const;
    /// The photo with the same compressed picture, whatever metadata is around it.
    std::optional<std::uint32_t> same_picture(Bytes file, ImageParts const& parts) const;

    struct Alike {
        PictureState state{};
        std::optional<std::uint32_t> photo{}; // the one that it resembles most
    };
    /// The photo that shows the same: scaled, encoded again, turned, mirrored or cut square. Waits
    /// for petze-image; the first call lets it see all photos.
    Alike same_look(Bytes file);

    /// The place of the profile that a position lies within, where it does.
    Place const* place_at(Exif::Position const& position) const;
    /// Whether the profile has this number; then it is found by itself.
    bool is_known_serial(std::string_view serial) const;

    /// What was not done for the photos of the profile, and why no image was looked at.
    void tell(Tally& tally) const;
    std::string trouble() const { return m_helpers.trouble(); }

private:
    struct Look {
        std::uint32_t photo{};
        double width{}, height{};
        Fingerprint fingerprint;
    };
    void look_at_photos();

    Profile const& m_profile;
    PieceIndex m_pieces;
    std::multimap<std::size_t, std::uint32_t> m_lengths; // of the compressed pictures
    ImageHelpers m_helpers;
    std::once_flag m_looked;
    std::vector<Look> m_looks;
    Tally m_tally;
};

} // namespace petze

#include "judge/photo_bursts.h"

#include "find/profile/profile.h"

#include <algorithm>

namespace petze {

namespace {

constexpr std::uint64_t least_photo = 8 * 1024;
constexpr std::uint64_t overhead_divisor = 20;
constexpr std::uint64_t heads = 4096; // of requests and of the handshake

bool fits(SizedItem const& item, Burst const& burst)
{
    auto const bytes = item.least_bytes;
    return item.category == "photo" && bytes >= least_photo && bytes <= burst.bytes
           && burst.bytes <= bytes + bytes / overhead_divisor + heads;
}

} // namespace

std::vector<PhotoBurst> photo_bursts(std::vector<Burst> const& bursts,
                                     std::vector<SizedItem> const& items)
{
    std::vector<PhotoBurst> out;
    for (auto const& burst : bursts) {
        PhotoBurst found{burst, {}, 0, 0};
        for (auto const& item : items) {
            if (!fits(item, burst))
                continue;
            ++found.fitting;
            if (item.least_bytes > found.photo_bytes) {
                found.photo = item.item;
                found.photo_bytes = item.least_bytes;
            }
        }
        if (found.fitting > 0)
            out.push_back(std::move(found));
    }
    std::stable_sort(out.begin(), out.end(), [](PhotoBurst const& a, PhotoBurst const& b) {
        return a.burst.start_ns < b.burst.start_ns;
    });
    return out;
}

std::uint64_t least_photo_burst(Profile const& profile)
{
    std::uint64_t least = 0;
    for (auto const& photo : profile.photos)
        if (photo.bytes.size() >= least_photo && (least == 0 || photo.bytes.size() < least))
            least = photo.bytes.size();
    return least;
}

} // namespace petze

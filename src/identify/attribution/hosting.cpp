#include "identify/attribution/hosting.h"

#include <array>
#include <string>
#include <string_view>

namespace petze {

namespace {

struct Row {
    std::uint32_t system;
    std::string_view key;   // because.<key>
    std::string_view whose; // as its owner's own documents call the service
};

// What the owners say themselves of these AS: published address ranges of their clouds
// and CDNs, their pages on peering, the AS's own name (23724: CHINANET-IDC-BJ).
constexpr std::array rows{
    Row{8068, "hosting.cloud", "Microsoft"},
    Row{8075, "hosting.cloud", "Microsoft Azure"},
    Row{12876, "hosting.hoster", "Scaleway"},
    Row{13335, "hosting.cdn", "Cloudflare"},
    Row{14061, "hosting.cloud", "DigitalOcean"},
    Row{14618, "hosting.cloud", "Amazon Web Services"},
    Row{15133, "hosting.cdn", "Edgio (Edgecast)"},
    Row{15169, "hosting.cloud", "Google, its own services and Google Cloud"},
    Row{16276, "hosting.hoster", "OVHcloud"},
    Row{16509, "hosting.cloud", "Amazon Web Services"},
    Row{16625, "hosting.cdn", "Akamai"},
    Row{20446, "hosting.cdn", "StackPath (Highwinds)"},
    Row{20473, "hosting.cloud", "Vultr"},
    Row{20940, "hosting.cdn", "Akamai"},
    Row{21859, "hosting.cloud", "Zenlayer"},
    Row{22822, "hosting.cdn", "Edgio (Limelight)"},
    Row{23724, "hosting.data_centre", "China Telecom IDC, Beijing"},
    Row{24940, "hosting.hoster", "Hetzner"},
    Row{26496, "hosting.hoster", "GoDaddy"},
    Row{28753, "hosting.hoster", "Leaseweb"},
    Row{31898, "hosting.cloud", "Oracle Cloud"},
    Row{32590, "hosting.cdn", "Valve (Steam)"},
    Row{36351, "hosting.cloud", "IBM Cloud (SoftLayer)"},
    Row{37963, "hosting.cloud", "Alibaba Cloud"},
    Row{45090, "hosting.cloud", "Tencent Cloud"},
    Row{45102, "hosting.cloud", "Alibaba Cloud"},
    Row{51167, "hosting.hoster", "Contabo"},
    Row{54113, "hosting.cdn", "Fastly"},
    Row{54994, "hosting.cdn", "Quantil (Wangsu)"},
    Row{55990, "hosting.cloud", "Huawei Cloud"},
    Row{60068, "hosting.cdn", "CDN77"},
    Row{60781, "hosting.hoster", "Leaseweb"},
    Row{63949, "hosting.cloud", "Akamai (Linode)"},
    Row{132203, "hosting.cloud", "Tencent Cloud"},
    Row{136907, "hosting.cloud", "Huawei Cloud"},
    Row{396982, "hosting.cloud", "Google Cloud"},
};

} // namespace

std::optional<Reason> hosting_reason(std::uint32_t system)
{
    for (auto const& row : rows)
        if (row.system == system)
            return Reason{row.key, {{"whose", std::string{row.whose}}}};
    return {};
}

} // namespace petze

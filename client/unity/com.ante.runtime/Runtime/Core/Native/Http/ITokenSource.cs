using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>Where access tokens come from.</summary>
    internal interface ITokenSource
    {
        /// <summary>A token that should still be valid.</summary>
        /// <exception cref="UnauthorizedException">Nobody is signed in.</exception>
        Task<string> GetAsync(CancellationToken cancellation);

        /// <summary>Another token in place of one that the server refused.</summary>
        /// <exception cref="UnauthorizedException">There is none any more.</exception>
        Task<string> RenewAsync(string refused, CancellationToken cancellation);
    }
}

using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>One access token, whose player is not known yet.</summary>
    internal sealed class FixedToken : ITokenSource
    {
        private readonly string token;

        internal FixedToken(string token) => this.token = token;

        public Task<string> GetAsync(CancellationToken cancellation) => Task.FromResult(token);

        public Task<string> RenewAsync(string refused, CancellationToken cancellation) => Task.FromResult(token);
    }
}

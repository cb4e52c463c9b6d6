using System;
using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>A session whose tokens the game's own server hands out: asked for once, and again when one is refused.</summary>
    internal sealed class ExternalSession : IPlayerSession
    {
        private readonly Func<CancellationToken, Task<string>> ask;
        private readonly AsyncLock asking = new AsyncLock();
        private string? token;

        internal ExternalSession(Func<CancellationToken, Task<string>> ask) => this.ask = ask;

        public event Action<Player> SignedIn = _ => { };

        public event Action<bool> SignedOut = _ => { };

        public Player? Player { get; private set; }

        public Task LoadAsync() => Task.CompletedTask;

        public Task<string> GetAsync(CancellationToken cancellation) =>
            asking.RunAsync(async () => token ??= await ask(cancellation));

        public Task<string> RenewAsync(string refused, CancellationToken cancellation) => asking.RunAsync(async () =>
        {
            if (token == null || token == refused) token = await ask(cancellation);
            return token;
        });

        public Task UpdateAsync(Player player)
        {
            var before = Player;
            Player = player;
            if (before?.Id == player.Id) return Task.CompletedTask;
            if (before != null) SignedOut(false);
            SignedIn(player);
            return Task.CompletedTask;
        }

        public Task EndAsync()
        {
            var before = Player;
            Player = null;
            token = null;
            if (before != null) SignedOut(false);
            return Task.CompletedTask;
        }
    }
}

using System;
using System.Threading.Tasks;
using Ante.Json;

namespace Ante.Unity.Tests
{
    /// <summary>A game's own code over <see cref="NativeTransport"/>, with an access token: plays one match and prints what it came to.</summary>
    internal static class NativeMatch
    {
        internal static int Run(string server, string token, long gameId, long score)
        {
            var scheduler = new UnityScheduler();
            var options = new AnteOptions { Server = server, ClientId = "native", AccessToken = _ => Task.FromResult(token) };
            var browser = new LoopbackBrowser(url => throw new NotSupportedException(url), readFragment: false);
            var surroundings = new NativeSurroundings(new NetHttp(), scheduler, new MemoryStorage(), browser);
            options.Transport = new NativeTransport(options, surroundings);
            MainThread.Run(() => PlayAsync(options, gameId, score), scheduler.Tick);
            return 0;
        }

        private static async Task PlayAsync(AnteOptions options, long gameId, long score)
        {
            using (var ante = await AnteClient.CreateAsync(options))
            {
                var attempt = await ante.PlayAsync(new Terms { GameId = gameId, Stake = 500, Currency = "GBP" });
                Game.Say("attempt", ("matchId", JsonValue.Of(attempt.MatchId)), ("role", JsonValue.Of(attempt.Role.ToString())));
                await attempt.SubmitAsync(score);
                await Game.EndAsync(ante, attempt);
            }
        }
    }
}

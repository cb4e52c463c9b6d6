using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Ante.Json;

namespace Ante.Unity.Tests
{
    /// <summary>A game's own code over <see cref="WebTransport"/>: signs in, plays one match and prints what it came to.</summary>
    internal static class WebMatch
    {
        internal static int Run(string server, string clientId, long gameId)
        {
            var library = new LineLibrary();
            var scheduler = new UnityScheduler();
            var lines = new BlockingCollection<string>();
            new Thread(() => Listen(lines)) { IsBackground = true }.Start();
            var playing = PlayAsync(library, scheduler, new AnteOptions { Server = server, WebClientId = clientId }, gameId);
            while (!playing.IsCompleted)
            {
                // One frame: what the page has told, then the time.
                if (lines.TryTake(out var line, 20)) library.Take(line);
                scheduler.Tick();
            }

            playing.GetAwaiter().GetResult();
            return 0;
        }

        private static void Listen(BlockingCollection<string> lines)
        {
            for (var line = Console.ReadLine(); line != null; line = Console.ReadLine()) lines.Add(line);
        }

        private static async Task PlayAsync(LineLibrary library, UnityScheduler scheduler, AnteOptions options, long gameId)
        {
            options.Transport = new WebTransport(options, library, scheduler);
            using (var ante = await AnteClient.CreateAsync(options))
            {
                ante.Matched += matched => Game.Say("matched", ("matchId", JsonValue.Of(matched.Match.Id)));
                ante.Settled += settled => Game.Say("settled", ("outcome", JsonValue.Of(settled.Settled.Outcome.ToString())));
                var player = ante.Player ?? await ante.LoginAsync();
                Game.Say("player", ("id", JsonValue.Of(player.Id)), ("username", JsonValue.Of(player.Username)));
                var terms = new Terms { GameId = gameId, Stake = 500, Currency = "GBP" };
                await RefusedAsync(() => ante.PlayAsync(new Terms { GameId = gameId, Stake = 499, Currency = "GBP" }));
                var attempt = await ante.PlayAsync(terms);
                Game.Say("attempt", ("matchId", JsonValue.Of(attempt.MatchId)), ("role", JsonValue.Of(attempt.Role.ToString())));
                var posted = await attempt.SubmitAsync(700);
                Game.Say("posted", ("ownScore", JsonValue.Of(posted.OwnScore)), ("opponentScore", JsonValue.Of(posted.OpponentScore)));
                await Game.EndAsync(ante, attempt);
            }
        }

        private static async Task RefusedAsync(Func<Task> call)
        {
            try
            {
                await call();
            }
            catch (ProblemException problem)
            {
                Game.Say("refused", ("exception", JsonValue.Of(problem.GetType().Name)));
            }
        }
    }
}

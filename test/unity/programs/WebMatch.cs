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
                ante.Matched += matched => Say("matched", ("matchId", JsonValue.Of(matched.Match.Id)));
                ante.Settled += settled => Say("settled", ("outcome", JsonValue.Of(settled.Settled.Outcome.ToString())));
                var player = ante.Player ?? await ante.LoginAsync();
                Say("player", ("id", JsonValue.Of(player.Id)), ("username", JsonValue.Of(player.Username)));
                var terms = new Terms { GameId = gameId, Stake = 500, Currency = "GBP" };
                await RefusedAsync(() => ante.PlayAsync(new Terms { GameId = gameId, Stake = 499, Currency = "GBP" }));
                var attempt = await ante.PlayAsync(terms);
                Say("attempt", ("matchId", JsonValue.Of(attempt.MatchId)), ("role", JsonValue.Of(attempt.Role.ToString())));
                var posted = await attempt.SubmitAsync(700);
                Say("posted", ("ownScore", JsonValue.Of(posted.OwnScore)), ("opponentScore", JsonValue.Of(posted.OpponentScore)));
                var settled = await attempt.SettledAsync();
                Say("decided", ("verdict", JsonValue.Of(settled.Verdict.ToString())), ("amountWon", JsonValue.Of(settled.Result.AmountWon)));
                var history = await ante.GetMatchesAsync();
                var balance = (await ante.GetMeAsync()).Balances["GBP"];
                Say("end", ("matches", JsonValue.Of(history.Count)), ("balance", JsonValue.Of(balance)));
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
                Say("refused", ("exception", JsonValue.Of(problem.GetType().Name)));
            }
        }

        private static void Say(string what, params (string Name, JsonValue Value)[] fields)
        {
            var content = new JsonObject().Set("what", JsonValue.Of(what));
            foreach (var (name, value) in fields) content.Set(name, value);
            LineLibrary.Say("game", content);
        }
    }
}

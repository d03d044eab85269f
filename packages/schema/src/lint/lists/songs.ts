/** Titles that are songs wherever they stand. */
export const SONGS = `
Bohemian Rhapsody, Shape of You, Eye of the Tiger, Smells Like Teen Spirit, Dancing Queen, Uptown Funk, Billie Jean, Imperial March, Single Ladies, Shake It Off, Bad Guy song, Bad Romance,
Poker Face song, Blinding Lights, Despacito, Gangnam Style, Stairway to Heaven, Hotel California, Sweet Child O' Mine, Sweet Caroline, Don't Stop Believin', Don't Stop Believing,
Livin' on a Prayer, Living on a Prayer, I Will Always Love You, I Will Survive, We Are the Champions, We Will Rock You, Another One Bites the Dust, Under Pressure song, Don't Stop Me Now,
Somebody to Love, Hey Jude, Here Comes the Sun, Twist and Shout, Yellow Submarine, Come Together Beatles, All You Need Is Love, Strawberry Fields Forever, Purple Rain, Purple Haze,
Like a Virgin, Like a Prayer, Material Girl, Girls Just Want to Have Fun, Total Eclipse of the Heart, Take On Me, Never Gonna Give You Up, Wake Me Up Before You Go-Go, Last Christmas,
All I Want for Christmas Is You, White Christmas, Rudolph the Red-Nosed Reindeer, Have Yourself a Merry Little Christmas, Do They Know It's Christmas, Feliz Navidad, Let It Snow,
What a Wonderful World, Fly Me to the Moon, New York New York, My Heart Will Go On, Unchained Melody, Stand by Me, Lean on Me, Ain't No Mountain High Enough, Ain't No Sunshine,
I Heard It Through the Grapevine, Walking on Sunshine, Good Vibrations, Surfin' USA, Surfin' U.S.A., California Girls, California Gurls, California Dreamin', Dancing in the Street,
Dancing in the Dark, Born in the USA, Born in the U.S.A., Born to Run, Born to Be Wild, Sultans of Swing, Smoke on the Water, Back in Black, Highway to Hell, Thunderstruck, Enter Sandman,
Nothing Else Matters, Seven Nation Army, Mr Brightside, Wonderwall, Don't Look Back in Anger, Bitter Sweet Symphony, Viva la Vida, Fix You, Chasing Cars, Use Somebody, Sex on Fire,
Rolling in the Deep, Someone Like You song, Set Fire to the Rain, Skyfall theme, Just the Way You Are, Locked Out of Heaven, 24K Magic, Thinking Out Loud, Bad Habits song, As It Was song,
Watermelon Sugar, Anti-Hero song, Cruel Summer, Blank Space, Love Story Taylor, You Belong With Me, We Are Never Ever Getting Back Together, Bad Blood song, Espresso Sabrina, Call Me Maybe,
Rather Be, Get Lucky, One More Time Daft Punk, Around the World Daft Punk, Levitating, Don't Start Now, Thank U Next, 7 Rings, Old Town Road, Hotline Bling, God's Plan, HUMBLE Kendrick,
Lose Yourself, Without Me Eminem, In Da Club, Still D.R.E., Gin and Juice, Empire State of Mind, Crazy in Love, Halo Beyonce, Umbrella Rihanna, Diamonds Rihanna, We Found Love,
Toxic Britney, Baby One More Time, Oops I Did It Again, I Want It That Way, Wannabe Spice, Everybody Backstreet's Back, Macarena, Waka Waka, Hips Don't Lie, La Bamba, La Vida Loca,
Livin' la Vida Loca, Gasolina song, Bailando song, Danza Kuduro, Baby Shark, Let It Go, Hakuna Matata, Circle of Life song, Can You Feel the Love Tonight, A Whole New World, Under the Sea song,
Bare Necessities, You've Got a Friend in Me, How Far I'll Go, We Don't Talk About Bruno, When You Wish Upon a Star, Be Our Guest, Over the Rainbow, Somewhere Over the Rainbow,
Singin' in the Rain, Singing in the Rain, Do-Re-Mi song, My Favorite Things, Chim Chim Cher-ee, Supercalifragilisticexpialidocious, Star Wars theme, Indiana Jones theme,
James Bond theme, Mission Impossible theme, Rocky theme, Gonna Fly Now, Pink Panther theme, Jaws theme, Harry Potter theme, Hedwig's Theme, Game of Thrones theme, Axel F, Chariots of Fire,
Ghostbusters theme, Friends theme, I'll Be There for You, Simpsons theme, Super Mario theme, Tetris theme, Pirates of the Caribbean theme, He's a Pirate, Crazy Frog, Mambo No 5, Mambo Number 5,
What Does the Fox Say, Party Rock Anthem, Cotton Eye Joe, Who Let the Dogs Out, YMCA, Y.M.C.A., Stayin' Alive, Staying Alive Bee Gees, Night Fever, September Earth Wind, Le Freak, Funkytown, I Feel Good,
Respect Aretha, Superstition Stevie, Isn't She Lovely, Sir Duke, Signed Sealed Delivered, My Girl Temptations, ABC Jackson, Beat It Jackson, Smooth Criminal, Man in the Mirror, Black or White song,
Every Breath You Take, Message in a Bottle song, Roxanne, Sweet Dreams Are Made of This, Tainted Love, Blue Monday song, Personal Jesus, Enjoy the Silence, Just Can't Get Enough, In the Air Tonight,
Africa by Toto, Eternal Flame, Time After Time song, True Colors song, Careless Whisper, Club Tropicana, Relax Frankie, The Final Countdown, Final Countdown, Jump Van Halen, Walk This Way,
Paint It Black, Satisfaction Stones, I Can't Get No Satisfaction, Gimme Shelter, Sympathy for the Devil, Start Me Up, Wish You Were Here Floyd, Comfortably Numb, Another Brick in the Wall,
Space Oddity, Ziggy Stardust, Life on Mars Bowie, Starman Bowie, Rocket Man, Tiny Dancer, Crocodile Rock, I'm Still Standing, Your Song Elton, Candle in the Wind, Piano Man, Uptown Girl,
We Didn't Start the Fire, The Sound of Silence, Sound of Silence, Bridge over Troubled Water, Mrs Robinson, No Woman No Cry, Three Little Birds, Redemption Song, One Love Marley,
Don't Worry Be Happy, Blowin' in the Wind, Like a Rolling Stone, Knockin' on Heaven's Door, Ring of Fire Cash, Folsom Prison Blues, Jolene, 9 to 5 Dolly, Take Me Home Country Roads,
Country Roads, Sweet Home Alabama, Free Bird, Free Fallin', American Pie song, Brown Eyed Girl, Pretty Woman song, Can't Help Falling in Love, Jailhouse Rock, Hound Dog Elvis, Blue Suede Shoes,
Suspicious Minds, That's Amore, Volare, My Way Sinatra, Non Je Ne Regrette Rien, La Vie en Rose, Everybody Hurts, Losing My Religion, Creep Radiohead, Karma Police, Zombie Cranberries,
Torn Imbruglia, Truly Madly Deeply, Barbie Girl, Cotton Candy Land, Moves Like Jagger, Sugar Maroon, This Love Maroon, She Will Be Loved, Viva Las Vegas, Wake Me Up Avicii, Levels Avicii, Titanium song,
Radioactive song, Believer Imagine, Thunder Imagine, Counting Stars, Apologize OneRepublic, Shut Up and Dance, Can't Stop the Feeling, SexyBack, Cry Me a River, Rock Your Body, Mamma Mia ABBA,
Waterloo ABBA, Gimme Gimme Gimme, Super Trouper, Take a Chance on Me, The Winner Takes It All, Dynamite BTS, Butter BTS, Flowers Miley, Wrecking Ball song, Party in the USA, Party in the U.S.A.,
Firework Katy, Roar Katy, Hot n Cold, I Kissed a Girl, Teenage Dream, Drivers License song, Good 4 U, Vampire Olivia, Heat Waves, Running Up That Hill, Made You Look, All About That Bass, APT Bruno
`;

/** Titles that are everyday words: only beside words of music. */
export const SONGS_IN_CONTEXT = `
Yesterday, Imagine, Happy, Hello, Thriller, Hallelujah, Let It Be, Perfect, Yellow, Clocks, Paradise, Halo, Umbrella, Diamonds, Toxic, Respect, Africa, Jump, September, Relax, Beat It, Bad,
Royals, Flowers, Firework, Roar, Stay, Someone Like You, Love Story, Bad Guy, As It Was, Anti-Hero, Espresso, Houdini, Sugar, Thunder, Believer, Radioactive, Titanium, Creep, Zombie, Crazy,
Changes, Heroes, Starman, Torn, Angels, Wonderful Tonight, Layla, Imagine, Lola, Roxanne, Vogue, Fever, Sandstorm, Levels, Animals, Royals, Formula, Golden, Dynamite, Butter, Baby, Sorry,
Mamma Mia, Waterloo, Fernando, Chandelier, Cheap Thrills, Stronger, Survivor, Say My Name, Wannabe, No Scrubs, Waterfalls, Gangsta's Paradise, Jolene, Hurt, Ring of Fire, My Way, Volare,
Memory, Tomorrow, Edelweiss, Tequila, Wipe Out, Runaway, Take Five, Sing Sing Sing, Moon River, Misty, Summertime, Hound Dog, My Girl, Superstition, Celebration, Good Times, We Are Family,
Freedom, Faith, Careless, Africa, Rosanna, Jump Around, Intergalactic, Sabotage, Song 2, Parklife, Champagne Supernova, Kashmir, Dream On, Patience, November Rain, Hysteria, One, Beautiful Day, With or Without You
`;

/** Melodies that belong to everybody. */
export const FREE_SONGS = `
Happy Birthday, Happy Birthday to You, Jingle Bells, Silent Night, O Christmas Tree, O Tannenbaum, Deck the Halls, We Wish You a Merry Christmas, Joy to the World, Auld Lang Syne, Amazing Grace,
Ode to Joy, Moonlight Sonata, Für Elise, Fur Elise, Four Seasons, The Four Seasons, Clair de Lune, Gymnopedie, Canon in D, Pachelbel's Canon, Swan Lake, Nutcracker, The Nutcracker, Blue Danube,
The Blue Danube, Ride of the Valkyries, William Tell Overture, Eine kleine Nachtmusik, Ave Maria, Greensleeves, Scarborough Fair, Twinkle Twinkle Little Star, Twinkle Twinkle, Row Row Row Your Boat,
Mary Had a Little Lamb, Old MacDonald, Old MacDonald Had a Farm, Frere Jacques, Frère Jacques, London Bridge, Itsy Bitsy Spider, Wheels on the Bus, When the Saints Go Marching In, Oh When the Saints,
Danny Boy, Camptown Races, Oh Susanna, La Cucaracha, O Sole Mio, Funiculi Funicula, Bella Ciao, La Marseillaise, Star-Spangled Banner, God Save the King, Rule Britannia, Carmen, Habanera, Bolero,
Toccata and Fugue, Air on the G String, Wedding March, Bridal Chorus, Pomp and Circumstance, In the Hall of the Mountain King, Morning Mood, The Entertainer, Maple Leaf Rag, Sakura Sakura, Kalinka
`;
